import type { ColumnStatistics, ServerStatistics, Statistics, TableStatistics } from "../model/statistics.js";
import type { Session } from "../rehearsal/engine.js";
import { COLUMNS, INDEXES, SERVER, SERVER_SETTINGS, TABLES } from "./statistics-sql.js";

/** Where no reset of the counters is known, they are read twice, so far apart. */
const SAMPLE_MS = 5_000;

/**
 * Reads what a database is like in sizes and rates, with plain read rights; no value of any row leaves it. Columns of
 * tables that the role may not read have no statistics.
 * @param now the moment to write down.
 */
export async function readStatistics(session: Session, now: Date, wait: (ms: number) => Promise<void>): Promise<Statistics> {
  const [server] = await session.query<ServerRow>(SERVER);
  if (server === undefined) throw new Error("the server answers nothing about itself");
  const settings = await session.query<{ name: string; value: string }>(SERVER_SETTINGS);
  const first = await session.query<TableRow>(TABLES);
  const columns = await session.query<ColumnRow>(COLUMNS);
  const indexes = await session.query<IndexRow>(INDEXES);
  const { since, ...rest } = server;
  const counted = since === null ? await sampled(session, first, wait) : { seconds: since, of: (row: TableRow) => row };
  return {
    version: 1,
    takenAt: now.toISOString(),
    server: { ...rest, countedSeconds: counted.seconds, settings: Object.fromEntries(settings.map((s) => [s.name, s.value])) },
    tables: Object.fromEntries(
      first.map((row) => [row.key, tableOf(row, counted.of(row), counted.seconds, columns, indexes, first)]),
    ),
  };
}

type ServerRow = Omit<ServerStatistics, "countedSeconds" | "settings"> & { readonly since: number | null };

interface Counts {
  readonly reads: number;
  readonly writes: number;
}

interface TableRow extends Counts {
  readonly key: string;
  readonly oid: number;
  readonly root: number | null;
  readonly parent: string | null;
  readonly partitioned: boolean;
  readonly rows: number | null;
  readonly bytes: number;
  readonly toastBytes: number;
  readonly deadRows: number;
  readonly analyzedAt: string | null;
}

type ColumnRow = ColumnStatistics & { readonly table: number; readonly name: string };

interface IndexRow {
  readonly table: number;
  readonly name: string;
  readonly bytes: number;
  readonly scans: number;
}

async function sampled(session: Session, first: readonly TableRow[], wait: (ms: number) => Promise<void>) {
  const begun = performance.now();
  await wait(SAMPLE_MS);
  // A snapshot of the counters lasts as long as its transaction (PostgreSQL manual, 28.2); each query has one of its own.
  const second = new Map((await session.query<TableRow>(TABLES)).map((row) => [row.oid, row]));
  const before = new Map(first.map((row) => [row.oid, row]));
  const of = (row: TableRow): Counts => {
    const [early, late] = [before.get(row.oid) ?? row, second.get(row.oid) ?? row];
    return { reads: Math.max(0, late.reads - early.reads), writes: Math.max(0, late.writes - early.writes) };
  };
  return { seconds: Math.round(performance.now() - begun) / 1000, of };
}

function tableOf(
  row: TableRow,
  { reads, writes }: Counts,
  seconds: number | null,
  columns: readonly ColumnRow[],
  indexes: readonly IndexRow[],
  all: readonly TableRow[],
): TableStatistics {
  const rate = (count: number) => (seconds === null || seconds <= 0 ? null : round(count / seconds));
  return {
    rows: row.partitioned ? (sumOfLeaves(row, all) ?? row.rows) : row.rows,
    parent: row.parent,
    bytes: row.bytes,
    toastBytes: row.toastBytes,
    deadRows: row.deadRows,
    readsPerSecond: rate(reads),
    writesPerSecond: rate(writes),
    analyzedAt: row.analyzedAt,
    columns: Object.fromEntries(
      columns.filter(({ table }) => table === row.oid).map(({ table: _table, name, ...column }) => [name, column]),
    ),
    indexes: Object.fromEntries(
      indexes.filter(({ table }) => table === row.oid).map(({ name, bytes, scans }) => [name, { bytes, scans }]),
    ),
  };
}

/** Autovacuum analyzes partitions and never their parent (PostgreSQL manual, 25.1.3), so the parts are counted. */
function sumOfLeaves({ oid }: TableRow, all: readonly TableRow[]): number | null {
  const rows = all.flatMap((each) => (each.root === oid && !each.partitioned && each.rows !== null ? [each.rows] : []));
  return rows.length === 0 ? null : rows.reduce((sum, count) => sum + count, 0);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
