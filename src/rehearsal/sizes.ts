import type { Rehearsal } from "../model/rehearsal.js";
import type { Session } from "./engine.js";
import type { OpenDatabase } from "./open-database.js";

/** Bytes with indexes and toast, by `schema.name`. */
export type Sizes = ReadonlyMap<string, number>;

/** Tables and materialized views that have storage. */
export async function readSizes({ observer }: OpenDatabase): Promise<Sizes> {
  const rows = await observer.query<{ name: string; bytes: string }>(SQL);
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

const SQL = `
select n.nspname::text || '.' || c.relname::text as name, coalesce(pg_catalog.pg_total_relation_size(c.oid), 0)::text as bytes
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** Bytes of the whole database on disk, its catalog included. */
export async function databaseBytes(observer: Session): Promise<number> {
  const [row] = await observer.query<{ bytes: string }>(
    "select pg_catalog.pg_database_size(pg_catalog.current_database())::text as bytes",
  );
  return Number(row?.bytes ?? 0);
}

/** Relations whose size the change altered, the largest difference first. */
export function compareSizes(before: Sizes, after: Sizes): Rehearsal["sizes"] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((relation) => ({
      relation,
      beforeBytes: before.get(relation) ?? null,
      afterBytes: after.get(relation) ?? null,
    }))
    .filter(({ beforeBytes, afterBytes }) => beforeBytes !== afterBytes)
    .sort((a, b) => differenceOf(b) - differenceOf(a));
}

function differenceOf({ beforeBytes, afterBytes }: Rehearsal["sizes"][number]): number {
  return Math.abs((afterBytes ?? 0) - (beforeBytes ?? 0));
}

/** Bytes of temporary files that the database's sessions have written so far; null where the server hands them in too late (up to 14). */
export async function readTemporaryBytes({ session, observer, server }: OpenDatabase): Promise<number | null> {
  if (server.versionNumber < 150_000) return null;
  await session.run("select pg_catalog.pg_stat_force_next_flush()");
  const { rows } = await observer.run(
    "select pg_catalog.pg_stat_clear_snapshot(); select pg_catalog.pg_stat_get_db_temp_bytes(oid)::text as bytes from pg_catalog.pg_database where datname = pg_catalog.current_database()",
  );
  return Number(rows[0]?.["bytes"] ?? 0);
}
