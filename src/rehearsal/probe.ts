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
 * One row, three columns, run by the migrating session inside its transaction.
 * `xact` counters cover the transaction and what this session has not yet handed in (PostgreSQL manual, 28.2.2), so only differences mean something.
 */
export function probeSql({ tables, last }: Relations): string {
  const within = tables.length === 0 ? "null" : COUNTS.replace("$tables", tables.join(","));
  return `${WAL}, ${LOCKS.replace("$last", String(last))} as locks, ${within} as counts`;
}

/** For statements that run outside of a transaction: the sum of what was handed in and what was not. */
export function totalsSql({ tables }: Relations): string {
  const list = tables.join(",");
  const counts = tables.length === 0 ? "null" : TOTALS.replace("$tables", list);
  const files = tables.length === 0 ? "null" : FILES.replace("$tables", list);
  return `${WAL}, ${files} as locks, ${counts} as counts`;
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
  return { wal: Number(row?.["wal"] ?? 0), locks, filenodes, counts };
}

function parts(text: unknown): string[][] {
  return typeof text === "string" && text !== "" ? text.split(",").map((part) => part.split(":")) : [];
}

const WAL = "select (pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_catalog.pg_lsn)::text as wal";

/** The storage file is worth asking for only where it can have changed: nothing replaces it under a weaker lock. */
const LOCKS = `(
  select pg_catalog.string_agg(l.relation::text || ':' || l.mode || case when l.mode = 'AccessExclusiveLock'
    then ':' || coalesce(pg_catalog.pg_relation_filenode(l.relation::oid)::text, '0') else '' end, ',')
  from pg_catalog.pg_locks l
  where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
    and l.relation between ${FIRST_USER_OID} and $last)`;

const FILES = `(
  select pg_catalog.string_agg(t::text || '::' || coalesce(pg_catalog.pg_relation_filenode(t)::text, '0'), ',')
  from pg_catalog.unnest('{$tables}'::oid[]) t)`;

const COUNTS = counts((name) => `pg_catalog.pg_stat_get_xact_${name}(t)`);
const TOTALS = counts((name) => `pg_catalog.pg_stat_get_${name}(t) + pg_catalog.pg_stat_get_xact_${name}(t)`);

function counts(counter: (name: string) => string): string {
  return `(
  select pg_catalog.string_agg(pg_catalog.concat_ws(':', t, r, i, u, d), ',')
  from (select t, ${counter("tuples_returned")} r, ${counter("tuples_inserted")} i,
          ${counter("tuples_updated")} u, ${counter("tuples_deleted")} d
        from pg_catalog.unnest('{$tables}'::oid[]) t) c
  where r + i + u + d > 0)`;
}
