import type { AnswerRow, Question } from "../../model/promise.js";
import type { PromiseSettings } from "../../settings/promises.js";
import type { Check } from "../claim.js";
import { type ColumnPromise, columnPromise } from "../column-promise.js";
import { literal, tableSql } from "../sql-name.js";
import { typeName } from "../type-name.js";

type Schema = NonNullable<PromiseSettings["schema"]>;
type Table = Exclude<Schema["tables"][string], "absent">;

/** One check for each table: its columns, indexes and keys, read from the catalog of the rehearsal database. */
export function schemaChecks({ match, tables }: Schema, { when = ["after"] }: PromiseSettings): Check[] {
  return Object.entries(tables).flatMap(([name, table]) =>
    when.map((moment): Check => {
      const question: Question = { moment, statement: null, sql: partsSql(name), want: "rows" };
      return {
        kind: "asked",
        moment,
        subject: name,
        asked: `the schema of ${name}`,
        expected: table === "absent" ? "no such table" : describe(table, match),
        questions: [question],
        judge: ([answer]) => {
          if (answer?.kind !== "rows") return { status: "untested", found: null };
          const problems = table === "absent" ? present(answer.rows) : differences(table, answer.rows, match === "exactly");
          if (problems.length > 0) return { status: "broken", found: problems.join("; ") };
          return { status: "kept", found: table === "absent" ? "no such table" : "as promised" };
        },
      };
    }),
  );
}

function describe(table: Table, match: Schema["match"]): string {
  const columns = Object.keys(table.columns ?? {});
  const parts = [
    ...(columns.length === 0 ? [] : [`columns ${columns.join(", ")}`]),
    ...(table.indexes === undefined ? [] : [`indexes ${table.indexes.join(", ")}`]),
    ...(table["primary-key"] === undefined ? [] : [`primary key ${table["primary-key"].join(", ")}`]),
    ...Object.entries(table["foreign-keys"] ?? {}).map(([column, target]) => `${column} → ${target}`),
  ];
  return `${match === "exactly" ? "exactly" : "at least"} ${parts.join("; ") || "the table"}`;
}

function present(rows: readonly AnswerRow[]): string[] {
  return rows.length === 0 ? [] : ["the table is there"];
}

function differences(table: Table, rows: readonly AnswerRow[], exactly: boolean): string[] {
  if (rows.length === 0) return ["the table is not there"];
  const named = (kind: string) => new Map(rows.filter((row) => row["kind"] === kind).map((row) => [String(row["name"]), row]));
  const [columns, indexes, keys] = [named("column"), named("index"), named("foreign key")];
  const primary = [...named("primary key").keys()].join(", ");
  const { "primary-key": wantedKey, "foreign-keys": wantedKeys, columns: wantedColumns, indexes: wantedIndexes } = table;
  return [
    ...Object.entries(wantedColumns ?? {}).flatMap(([name, written]) =>
      columnDifferences(name, columnPromise(written), columns.get(name)),
    ),
    ...missing("index", wantedIndexes ?? [], indexes),
    ...(wantedKey === undefined || wantedKey.join(", ") === primary
      ? []
      : [`its primary key is ${primary === "" ? "missing" : primary}, not ${wantedKey.join(", ")}`]),
    ...Object.entries(wantedKeys ?? {}).flatMap(([column, target]) => keyDifferences(column, target, keys.get(column))),
    ...(exactly
      ? [
          ...(wantedColumns === undefined ? [] : additional("column", Object.keys(wantedColumns), columns)),
          ...(wantedIndexes === undefined ? [] : additional("index", wantedIndexes, indexes)),
          ...(wantedKeys === undefined ? [] : additional("foreign key of", Object.keys(wantedKeys), keys)),
        ]
      : []),
  ];
}

function columnDifferences(name: string, wanted: ColumnPromise, row: AnswerRow | undefined): string[] {
  if (row === undefined) return [`column ${name} is missing`];
  const type = String(row["detail"]);
  const nullable = row["required"] !== true;
  const fallback = row["fallback"] === null ? null : String(row["fallback"]);
  return [
    ...(wanted.type === null || typeName(wanted.type) === typeName(type)
      ? []
      : [`column ${name} is ${type}, not ${wanted.type}`]),
    ...(wanted.nullable === null || wanted.nullable === nullable
      ? []
      : [`column ${name} ${nullable ? "takes" : "refuses"} nulls`]),
    ...(wanted.fallback === undefined || sameDefault(wanted.fallback, fallback)
      ? []
      : [`column ${name} has ${fallback === null ? "no default" : `the default ${fallback}`}, not ${wanted.fallback ?? "none"}`]),
  ];
}

/** The server prints the type of a constant with it: `'new'::text`. */
function sameDefault(wanted: string | null, found: string | null): boolean {
  if (wanted === null || found === null) return wanted === found;
  const plain = (text: string) =>
    text
      .replace(/^(.*?)::[\w .()"]+$/su, "$1")
      .replaceAll(/[()\s']/gu, "")
      .toLowerCase();
  return plain(wanted) === plain(found);
}

function keyDifferences(column: string, target: string, row: AnswerRow | undefined): string[] {
  if (row === undefined) return [`foreign key of ${column} is missing`];
  const found = String(row["detail"]);
  return found === target || found === `public.${target}` ? [] : [`foreign key of ${column} leads to ${found}, not ${target}`];
}

function missing(what: string, wanted: readonly string[], found: ReadonlyMap<string, AnswerRow>): string[] {
  return wanted.filter((name) => !found.has(name)).map((name) => `${what} ${name} is missing`);
}

function additional(what: string, wanted: readonly string[], found: ReadonlyMap<string, AnswerRow>): string[] {
  return [...found.keys()].filter((name) => !wanted.includes(name)).map((name) => `${what} ${name} was not promised`);
}

/** Everything about one table, a row for each part. Indexes that back a key are the key's. */
function partsSql(table: string): string {
  const oid = `pg_catalog.to_regclass(${literal(tableSql(table))})`;
  return `select 'table' as kind, c.relname::text as name, null::text as detail, null::boolean as required, null::text as fallback
from pg_catalog.pg_class c where c.oid = ${oid}
union all select 'column', a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_catalog.pg_get_expr(d.adbin, d.adrelid)
from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped
union all select 'index', c.relname::text, pg_catalog.pg_get_indexdef(c.oid), i.indisunique, null
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
where i.indrelid = ${oid} and i.indisvalid
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x'))
union all (select 'primary key', a.attname::text, null, null, null
from pg_catalog.pg_constraint k cross join lateral pg_catalog.unnest(k.conkey) with ordinality u(attnum, at)
join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum
where k.conrelid = ${oid} and k.contype = 'p' order by u.at)
union all select 'foreign key', a.attname::text, n.nspname || '.' || p.relname || '.' || f.attname, k.convalidated, null
from pg_catalog.pg_constraint k join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
join pg_catalog.pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
join pg_catalog.pg_class p on p.oid = k.confrelid join pg_catalog.pg_namespace n on n.oid = p.relnamespace
where k.conrelid = ${oid} and k.contype = 'f' and pg_catalog.cardinality(k.conkey) = 1`;
}
