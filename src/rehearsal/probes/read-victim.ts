import type { Session } from "../engine.js";
import { literal, quoted } from "../quoted.js";

export interface Victim {
  /** Reads the table as a plain query and as a prepared one, and no row of it. */
  readonly reading: readonly string[];
  /** Makes what the reader executes. */
  readonly prepare: string;
  /** Asks for what every INSERT, UPDATE and DELETE needs, and for one row of the table where it has a primary key and rows. */
  readonly writing: readonly string[];
}

/**
 * INSERT, UPDATE and DELETE take ROW EXCLUSIVE (PostgreSQL manual, 13.3.1), which LOCK TABLE asks for without firing a
 * trigger or a rule; a row locked by somebody else is met by FOR NO KEY UPDATE, which is what an UPDATE takes. A plain
 * SELECT plans anew and so waits for an index that is closed, which a prepared one may not. Null where the table is not
 * there (any more).
 * @param session of the role that migrates: no code of a user ever runs with more rights.
 */
export async function readVictim(relation: string, session: Session): Promise<Victim | null> {
  const dot = relation.indexOf(".");
  const table = `${quoted(relation.slice(0, dot))}.${quoted(relation.slice(dot + 1))}`;
  const [found] = await session.query<{ oid: string | null }>("select pg_catalog.to_regclass($1)::text as oid", [table]);
  if (found === undefined || found.oid === null) return null;
  const row = await rowOf(table, session);
  const rows = row === null ? [] : [`select from ${table} where ${row} for no key update`];
  return {
    reading: [`select from ${table} where false`, "execute migration_gate_reader"],
    prepare: `deallocate all; prepare migration_gate_reader as select * from ${table} where false`,
    writing: [`begin; lock table ${table} in row exclusive mode; commit`, ...rows],
  };
}

/** A condition that matches the first row by the primary key; null without key or rows. */
async function rowOf(table: string, session: Session): Promise<string | null> {
  const keys = await session.query<{ name: string }>(
    `select a.attname::text as name from pg_catalog.pg_index i
     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
     where i.indrelid = $1::pg_catalog.regclass and i.indisprimary order by a.attnum`,
    [table],
  );
  if (keys.length === 0) return null;
  const columns = keys.map(({ name }) => quoted(name));
  const values = columns.map((column, at) => `pg_catalog.concat(${column}) as v${at}`).join(", ");
  const [row] = await session.query<Record<string, string>>(
    `select ${values} from ${table} order by ${columns.join(", ")} limit 1`,
  );
  if (row === undefined) return null;
  return columns.map((column, at) => `${column} operator(pg_catalog.=) ${literal(row[`v${at}`] ?? "")}`).join(" and ");
}
