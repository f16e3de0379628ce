import type { Prelude } from "../model/migration.js";
import type { Format, FormatOptions } from "./format.js";

/** What the tool makes before the first migration, under the names that settings give it. */
export function preludeOf(format: Format, { bookkeeping }: FormatOptions): readonly Prelude[] {
  const [own, ...more] = format.prelude;
  const [table] = own === undefined ? [] : bookkeepingTables([own]);
  if (bookkeeping === undefined || own === undefined || table === undefined) return format.prelude;
  const [name = bookkeeping, schema = null] = bookkeeping.split(".").reverse();
  const quoted = schema === null ? quote(name) : `${quote(schema)}.${quote(name)}`;
  const plain = table.slice(table.indexOf(".") + 1);
  const renamed = own.sql
    .replace(new RegExp(`(?<![\\w$])${literal(table)}(?![\\w$])`, "gu"), () => quoted)
    .replace(new RegExp(`(?<=CONSTRAINT |EXISTS )${literal(plain)}_(\\w+)(?= (PRIMARY|ON))`, "gu"), (_, rest: string) =>
      quote(`${name}_${rest}`),
    );
  const sql = schema === null ? renamed : `CREATE SCHEMA IF NOT EXISTS ${quote(schema)};\n${renamed}`;
  return [{ title: `${own.title}, named ${bookkeeping}`, sql }, ...more];
}

/** Names of the tables that a prelude makes, as it writes them: with their schema where it names one. */
export function bookkeepingTables(prelude: readonly Prelude[]): readonly string[] {
  const names = prelude.flatMap(({ sql }) => [...sql.matchAll(/CREATE TABLE IF NOT EXISTS ((?:\w+\.)?"?\w+"?)/gu)]);
  return names.map((match) => match[1] ?? "");
}

function quote(name: string): string {
  return `"${name}"`;
}

function literal(name: string): string {
  return name.replace(/[.$]/gu, "\\$&");
}
