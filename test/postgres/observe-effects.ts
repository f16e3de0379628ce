import type { LockMode } from "../../src/model/lock-mode.js";
import { compareLockModes } from "../../src/postgres/lock-modes.js";
import type { Session } from "../../src/rehearsal/engine.js";

/** What a statement did, seen from outside. Relations are `schema.name`. */
export interface Observation {
  readonly locks: Readonly<Record<string, LockMode>>;
  readonly scans: readonly string[];
  readonly rewrites: readonly string[];
}

interface Relation {
  readonly oid: number;
  readonly key: string;
  readonly kind: string;
  readonly filenode: string | null;
  /** Of an index: its table. */
  readonly table: string | null;
}

const relationsQuery = `
  SELECT c.oid::int8::int AS oid, n.nspname || '.' || c.relname AS key, c.relkind::text AS kind,
         pg_relation_filenode(c.oid)::text AS filenode,
         (SELECT tn.nspname || '.' || t.relname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
          JOIN pg_namespace tn ON tn.oid = t.relnamespace WHERE i.indexrelid = c.oid) AS table
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind <> 'c'`;

const readsQuery = `
  SELECT relid::int8::int AS oid, coalesce(seq_tup_read, 0)::int AS rows
  FROM pg_stat_xact_all_tables WHERE coalesce(seq_tup_read, 0) > 0`;

/** Runs the statement in a transaction, looks at its locks from a second session, and rolls back. */
export async function observeEffects(session: Session, observer: Session, sql: string): Promise<Observation> {
  const before = await relations(session);
  await session.run("BEGIN");
  try {
    const readBefore = await rowsRead(session);
    await session.run(sql);
    const locks = await heldLocks(session, observer, before);
    const scans = [...(await rowsRead(session))].filter(([oid, rows]) => rows > (readBefore.get(oid) ?? 0));
    const after = await relations(session);
    return {
      locks,
      scans: scans.flatMap(([oid]) => before.get(oid)?.key ?? []).sort(),
      rewrites: [...before.values()]
        .filter(({ oid, kind, filenode }) => "rm".includes(kind) && after.has(oid) && after.get(oid)?.filenode !== filenode)
        .map(({ key }) => key)
        .sort(),
    };
  } finally {
    await session.run("ROLLBACK");
  }
}

/** Strongest mode per relation that existed before; an index only where it is locked more strongly than its table. */
export async function heldLocks(
  session: Session,
  observer: Session,
  before: ReadonlyMap<number, Relation>,
): Promise<Readonly<Record<string, LockMode>>> {
  const rows = await observer.query<{ oid: number; mode: LockMode }>(
    "SELECT relation::int8::int AS oid, mode FROM pg_locks WHERE pid = $1 AND granted AND relation IS NOT NULL",
    [session.backendPid],
  );
  const strongest = new Map<Relation, LockMode>();
  for (const { oid, mode } of rows) {
    const relation = before.get(oid);
    if (relation === undefined) continue;
    const held = strongest.get(relation);
    if (held === undefined || compareLockModes(mode, held) > 0) strongest.set(relation, mode);
  }
  const byKey = new Map([...strongest].map(([{ key }, mode]) => [key, mode]));
  const telling = [...strongest].filter(([{ table }, mode]) => {
    const onTable = table === null ? undefined : byKey.get(table);
    return onTable === undefined || compareLockModes(mode, onTable) > 0;
  });
  return Object.fromEntries(telling.map(([{ key }, mode]) => [key, mode]));
}

export async function relations(session: Session): Promise<ReadonlyMap<number, Relation>> {
  return new Map((await session.query<Relation>(relationsQuery)).map((relation) => [relation.oid, relation]));
}

async function rowsRead(session: Session): Promise<ReadonlyMap<number, number>> {
  return new Map((await session.query<{ oid: number; rows: number }>(readsQuery)).map(({ oid, rows }) => [oid, rows]));
}
