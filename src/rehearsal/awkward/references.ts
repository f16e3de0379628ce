import type { Session } from "../engine.js";
import { literal, quoted } from "../quoted.js";
import type { RowsPlan } from "./base-row.js";
import type { Reference } from "./choose-parents.js";
import type { Field } from "./fields.js";
import { callFill } from "./fill-function.js";
import type { Schema } from "./schema.js";
import type { ForeignKeyRow, TableRow } from "./table-rows.js";

/** Keys to choose from. */
const MOST = 40;

/** Reads what these tables may refer to, where it is not known from filling it. */
export async function readParents(tables: readonly TableRow[], schema: Schema, observer: Session): Promise<void> {
  const wanted = tables
    .flatMap(({ oid, foreignKeys }) => foreignKeys.filter(({ target }) => target !== oid))
    .flatMap((key) => {
      const table = schema.tables.get(key.target);
      const isKnown = table === undefined || table.ownedBySuperuser || schema.recall(table, key.targetColumns) !== null;
      return isKnown ? [] : [{ table, columns: key.targetColumns }];
    });
  const nothing = { columns: [], tests: [], rows: [], returning: [], distinct: [], broken: [] };
  const requests = wanted.map(({ table, columns }) => ({ ...nothing, relation: table.sql, keys: [keysQuery(table, columns)] }));
  const answers = await callFill(observer, schema.ownersOf(wanted.map(({ table }) => table)), requests);
  for (const [at, { table, columns }] of wanted.entries()) {
    const answer = answers[at];
    schema.remember(table, columns, typeof answer === "object" ? (answer.keys[0] ?? []) : []);
  }
}

/** The foreign keys to other tables, with what is there to refer to. One over a generated column is left to the check at the end. */
export function referencesOf(table: TableRow, fields: readonly Field[], schema: Schema): Reference[] {
  return table.foreignKeys.flatMap((key) => {
    const target = schema.tables.get(key.target);
    if (target === undefined || key.target === table.oid || !isFilled(key, fields)) return [];
    const own = fields.filter(({ nullable, number }) => nullable && key.columns.includes(number));
    return [
      {
        columns: key.columns,
        parents: schema.recall(target, key.targetColumns) ?? [],
        full: key.full,
        nullable: new Set(own.map(({ number }) => number)),
      },
    ];
  });
}

/** Rows that were written last come first: nothing refers to them yet. */
export function keysQuery(table: TableRow, columns: readonly string[]): string {
  const names = columns.map(quoted);
  const texts = names.map((name) => `s.${name}::text`).join(", ");
  const filled = names.map((name) => `t.${name} is not null`).join(" and ");
  return `select jsonb_agg(jsonb_build_array(${texts})) from (select ${names.map((name) => `t.${name}`).join(", ")} from ${from(table)} t
    where ${filled} order by t.tableoid, t.ctid desc limit ${MOST}) s`;
}

export function selfReferences(table: TableRow, fields: readonly Field[]): RowsPlan["selves"] {
  const numbers = new Map(table.columns.map(({ name, number }) => [name, number]));
  return table.foreignKeys
    .filter((key) => key.target === table.oid && isFilled(key, fields))
    .map((key) => key.columns.map((column, at) => [column, numbers.get(key.targetColumns[at] ?? "") ?? column] as const));
}

function isFilled(key: ForeignKeyRow, fields: readonly Field[]): boolean {
  return key.columns.every((column) => fields.some(({ number }) => number === column));
}

/** For each foreign key that holds: whether a row refers to nothing. A replica's session does not look itself. */
export function brokenQueries(table: TableRow, schema: Schema): { name: string; sql: string }[] {
  const names = new Map(table.columns.map(({ name, number }) => [number, quoted(name)]));
  return table.foreignKeys
    .filter(({ validated }) => validated)
    .flatMap((key) => {
      const target = schema.tables.get(key.target);
      if (target === undefined || target.ownedBySuperuser) return [];
      const columns = key.columns.map((column) => names.get(column) ?? "");
      const filled = columns.map((column) => `c.${column} is not null`);
      const same = columns.map((column, at) => `p.${quoted(key.targetColumns[at] ?? "")} = c.${column}`).join(" and ");
      const refers = `not exists (select from ${from(target)} p where ${same})`;
      const half = key.full ? ` or ((${filled.join(" or ")}) and not (${filled.join(" and ")}))` : "";
      const sql = `select exists (select from ${from(table)} c where (${filled.join(" and ")} and ${refers})${half})`;
      return [{ name: literal(key.name), sql }];
    });
}

/** A foreign key to a table that others inherit from sees its own rows only. */
function from(table: TableRow): string {
  return table.kind === "p" ? table.sql : `only ${table.sql}`;
}
