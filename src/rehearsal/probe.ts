import type { LockMode } from "../model/lock-mode.js";
import { lockModeOf } from "../postgres/lock-modes.js";
import { FIRST_USER_OID, type Relations } from "./relations.js";

/** What the migrating session says of itself at one moment. Oids are those of relations that existed before. */
export interface Probe {
  /** Bytes of write-ahead log so far. */
  readonly wal: number;
  /** Every mode held, per relation. */
  readonly locks: ReadonlyMap<number, ReadonlySet<LockMode>>;
  /** Storage file of relations under a lock that allows to replace it; null when dropped. */
  readonly filenodes: ReadonlyMap<number, number | null>;
  readonly counts: ReadonlyMap<number, Counts>;
  /** Milliseconds from the arrival of the message to the moment before this probe, and to the one after it. */
  readonly began: number;
  readonly ended: number;
}

/** Counters of one table in this transaction. */
export interface Counts {
  /** Rows read by sequential scans, index builds and rewrites. */
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

export const NO_COUNTS: Counts = { read: 0, inserted: 0, updated: 0, deleted: 0 };

/**
 * At the start of a transaction block: the counters of all tables; no lock is held yet.
 * `xact` counters cover the transaction and what this session has not yet handed in (PostgreSQL manual, 28.2.2), so only
 * differences mean something.
 */
export function startProbeSql({ tables }: Relations): string {
  const counts = tables.length === 0 ? "null" : COUNTS.replace("$tables", listOf(tables));
  return selectOf("null", counts);
}

/** After a statement inside a block: what is held, and the counters of what is held; nothing is read or written without a lock. */
export function heldProbeSql({ tables, last }: Relations): string {
  const counts =
    tables.length === 0
      ? "null"
      : COUNTS.replace(
          TABLES,
          `(select distinct l.relation as t from l where l.relation = any ('{${tables.join(",")}}'::pg_catalog.oid[])) u`,
        );
  return `with l as materialized (${LOCKS.replace("$last", String(last))}) ${selectOf(HELD, counts)}`;
}

/** The log and the clocks alone, which cost no more in a long block than in a short one. */
export function clockProbeSql(): string {
  return selectOf("null", "null");
}

/** For statements that run outside of a transaction: the sum of what was handed in and what was not. */
export function totalsSql({ tables }: Relations): string {
  const list = listOf(tables);
  if (tables.length === 0) return selectOf("null", "null");
  return selectOf(FILES.replace("$tables", list), TOTALS.replace("$tables", list));
}

export function readProbe(row: Readonly<Record<string, unknown>> | undefined): Probe {
  const locks = new Map<number, Set<LockMode>>();
  const filenodes = new Map<number, number | null>();
  for (const [oid = "", name = "", filenode = ""] of parts(row?.["locks"])) {
    const mode = lockModeOf(name);
    if (mode !== undefined) locks.set(Number(oid), (locks.get(Number(oid)) ?? new Set()).add(mode));
    if (filenode !== "") filenodes.set(Number(oid), filenode === "0" ? null : Number(filenode));
  }
  const counts = new Map(
    parts(row?.["counts"]).map(([oid, read, inserted, updated, deleted]): [number, Counts] => [
      Number(oid),
      { read: Number(read), inserted: Number(inserted), updated: Number(updated), deleted: Number(deleted) },
    ]),
  );
  const number = (name: string) => Number(row?.[name] ?? 0);
  return { wal: number("wal"), locks, filenodes, counts, began: number("began"), ended: number("ended") };
}

function parts(text: unknown): string[][] {
  return typeof text === "string" && text !== "" ? text.split(",").map((part) => part.split(":")) : [];
}

function listOf(tables: readonly number[]): string {
  return tables.join(",");
}

/** Columns are computed from left to right, so the two clocks stand before and after the questions. */
function selectOf(locks: string, counts: string): string {
  return `select ${CLOCK} as began, (pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_catalog.pg_lsn)::text as wal,
  ${locks} as locks, ${counts} as counts, ${CLOCK} as ended`;
}

/** statement_timestamp() is the arrival of the latest message (PostgreSQL manual, 9.9.5). */
const CLOCK = "(1000 * extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.statement_timestamp()))::pg_catalog.float8";

const LOCKS = `
  select l.relation, l.mode from pg_catalog.pg_lock_status() l
  where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
    and l.relation between ${FIRST_USER_OID} and $last`;

/** The storage file is worth asking for only where it can have changed: nothing replaces it under a weaker lock. */
const HELD = `(
  select pg_catalog.string_agg(l.relation::text || ':' || l.mode || case when l.mode = 'AccessExclusiveLock'
    then ':' || coalesce(pg_catalog.pg_relation_filenode(l.relation::oid)::text, '0') else '' end, ',') from l)`;

const FILES = `(
  select pg_catalog.string_agg(t::text || '::' || coalesce(pg_catalog.pg_relation_filenode(t)::text, '0'), ',')
  from pg_catalog.unnest('{$tables}'::oid[]) t)`;

const TABLES = "pg_catalog.unnest('{$tables}'::oid[]) t";
const COUNTS = counts((name) => `pg_catalog.pg_stat_get_xact_${name}(t)`);
const TOTALS = counts((name) => `pg_catalog.pg_stat_get_${name}(t) + pg_catalog.pg_stat_get_xact_${name}(t)`);

function counts(counter: (name: string) => string): string {
  return `(
  select pg_catalog.string_agg(pg_catalog.concat_ws(':', t, r, i, u, d), ',')
  from (select t, ${counter("tuples_returned")} r, ${counter("tuples_inserted")} i,
          ${counter("tuples_updated")} u, ${counter("tuples_deleted")} d
        from ${TABLES}) c
  where r + i + u + d > 0)`;
}
