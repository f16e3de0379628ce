import type { Session } from "./engine.js";

/**
 * Indexes that a failed CREATE INDEX CONCURRENTLY leaves: maintained or not, never used. The index of a partitioned
 * table is left out, for it is invalid by design until each partition has its own.
 */
export async function readInvalidIndexes(observer: Session): Promise<string[]> {
  return (await observer.query<{ name: string }>(SQL)).map(({ name }) => name);
}

const SQL = `
select n.nspname::text || '.' || c.relname::text as name
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where not i.indisvalid and c.relkind = 'i' and n.nspname !~ '^pg_' order by 1`;
