import type { RowDifference } from "../model/rehearsal.js";
import type { Session } from "./engine.js";
import { literal, quoted } from "./quoted.js";

/** The rows of a database, so far as to tell whether they are the same rows. By `schema.name`; empty tables are there with count 0. */
export type Rows = ReadonlyMap<string, TableRows>;

export interface TableRows {
  readonly count: number;
  /** By column name; empty for tables too large to read. */
  readonly columns: ReadonlyMap<string, ColumnRows>;
}

export interface ColumnRows {
  readonly notNull: number;
  /** Sum over the hashes of all values: the order of the rows plays no part. */
  readonly checksum: string;
}

const NOTHING: ColumnRows = { notNull: 0, checksum: "0" };

/** Larger tables are counted, not read: a rehearsal's seed has no need of them. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/** Tables in one query. */
const BATCH = 40;

interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly bytes: string | number;
  readonly columns: readonly string[] | null;
}

/** Tables and materialized views; run by the observer, so that row security hides nothing. */
export async function readRows(observer: Session): Promise<Rows> {
  const tables = await observer.query<TableRow>(TABLES);
  const rows = new Map<string, TableRows>();
  const filled: TableRow[] = [];
  for (const table of tables) {
    if (Number(table.bytes) === 0)
      rows.set(keyOf(table), { count: 0, columns: new Map((table.columns ?? []).map((name) => [name, NOTHING])) });
    else filled.push(table);
  }
  for (let at = 0; at < filled.length; at += BATCH) {
    for (const [key, counted] of await readBatch(filled.slice(at, at + BATCH), observer)) rows.set(key, counted);
  }
  return rows;
}

async function readBatch(tables: readonly TableRow[], observer: Session): Promise<[string, TableRows][]> {
  const found = await observer.query<{ key: string; count: string; columns: string[] | null }>(
    tables.map(selectOf).join(" union all "),
  );
  const columns = new Map(tables.map((table) => [keyOf(table), table.columns ?? []]));
  return found.map(({ key, count, columns: sums }) => [
    key,
    {
      count: Number(count),
      columns: new Map(
        (sums ?? []).map((sum, at): [string, ColumnRows] => {
          const [notNull = "0", checksum = ""] = sum.split(":");
          return [columns.get(key)?.[at] ?? String(at), { notNull: Number(notNull), checksum }];
        }),
      ),
    },
  ]);
}

function selectOf(table: TableRow): string {
  const from = `${quoted(table.schema)}.${quoted(table.name)}`;
  const sums = Number(table.bytes) > LARGEST_BYTES ? [] : (table.columns ?? []).map((column) => sumOf(quoted(column)));
  const columns = sums.length === 0 ? "null::text[]" : `array[${sums.join(", ")}]::text[]`;
  return `select ${literal(keyOf(table))}::text as key, count(*)::text as count, ${columns} as columns from only ${from} t`;
}

/** The observer is a superuser: concat takes the type's own output function, where `::text` may be a cast that the user made. */
function sumOf(column: string): string {
  return `count(t.${column})::text || ':' || coalesce(sum(pg_catalog.hashtextextended(pg_catalog.concat(t.${column}), 0)::numeric) filter (where t.${column} is not null), 0)::text`;
}

function keyOf({ schema, name }: TableRow): string {
  return `${schema}.${name}`;
}

/** A table without pages has no rows, and needs no question. */
const TABLES = `
select n.nspname::text as schema, c.relname::text as name, pg_catalog.pg_relation_size(c.oid)::text as bytes,
  (select pg_catalog.array_agg(a.attname::text order by a.attnum) from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and c.relispopulated and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2`;

/** Tables of `before` whose rows are others in `after`. */
export function compareRows(before: Rows, after: Rows): RowDifference[] {
  const differences: RowDifference[] = [];
  for (const [table, then] of before) {
    const now = after.get(table);
    const columns = now === undefined ? [] : changedColumns(then, now);
    const rowsAfter = now?.count ?? null;
    if (rowsAfter === then.count && columns.length === 0) continue;
    if (rowsAfter === null && then.count === 0) continue;
    differences.push({ table, rowsBefore: then.count, rowsAfter, columns });
  }
  return differences;
}

function changedColumns(before: TableRows, after: TableRows): string[] {
  return [...before.columns]
    .filter(([name, then]) => {
      const now = after.columns.get(name);
      // Fewer or more rows change every checksum; that says nothing of the column.
      if (now !== undefined && after.count !== before.count) return false;
      return now === undefined ? then.notNull > 0 : now.checksum !== then.checksum || now.notNull !== then.notNull;
    })
    .map(([name]) => name);
}

export interface Losses {
  readonly rows: number;
  /** Cells that had a value and have none, in tables that kept their rows. */
  readonly values: number;
  /** Columns whose values are others, in tables that kept their rows: the old values are gone. */
  readonly overwritten: readonly string[];
}

export function lossesOf(before: Rows, after: Rows): Losses {
  let rows = 0;
  let values = 0;
  const overwritten: string[] = [];
  for (const [table, then] of before) {
    const now = after.get(table);
    rows += Math.max(0, then.count - (now?.count ?? 0));
    if (now === undefined || now.count !== then.count) continue;
    for (const [name, column] of then.columns) {
      const kept = now.columns.get(name);
      const lost = Math.max(0, column.notNull - (kept?.notNull ?? 0));
      values += lost;
      if (lost === 0 && kept !== undefined && column.notNull > 0 && kept.checksum !== column.checksum)
        overwritten.push(`${table}.${name}`);
    }
  }
  return { rows, values, overwritten };
}
