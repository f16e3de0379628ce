import type { Session } from "./engine.js";

/** A relation that existed before the change. */
export interface KnownRelation {
  readonly oid: number;
  /** `schema.name`, unquoted. */
  readonly key: string;
  /** pg_class.relkind. */
  readonly kind: string;
  /** Storage file; null for what has none. */
  readonly filenode: number | null;
  /** Oid of the table that an index belongs to. */
  readonly indexOf: number | null;
}

/**
 * The relations of a database at one moment, by oid. Oids only grow and a rewrite keeps them, so whatever is
 * made later lies above `last`, and a rename or a drop does not hide what was here.
 */
export interface Relations {
  readonly byOid: ReadonlyMap<number, KnownRelation>;
  /** Oids of tables and materialized views. */
  readonly tables: readonly number[];
  readonly last: number;
}

/** The same relations as they stand now: rewrites of earlier phases have given them other files. */
export async function refreshRelations(known: Relations, session: Session): Promise<Relations> {
  const now = await readRelations(session);
  const byOid = new Map(
    [...known.byOid].map(([oid, relation]) => [oid, { ...relation, filenode: now.byOid.get(oid)?.filenode ?? null }]),
  );
  return { ...known, byOid };
}

interface Row {
  readonly oid: number | string;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly filenode: number | string | null;
  readonly index_of: number | string | null;
}

export async function readRelations(session: Session): Promise<Relations> {
  const rows = await session.query<Row>(SQL);
  const byOid = new Map(
    rows.map((row): [number, KnownRelation] => [
      Number(row.oid),
      {
        oid: Number(row.oid),
        key: `${row.schema}.${row.name}`,
        kind: row.kind,
        filenode: row.filenode === null ? null : Number(row.filenode),
        indexOf: row.index_of === null ? null : Number(row.index_of),
      },
    ]),
  );
  const known = [...byOid.values()];
  return {
    byOid,
    tables: known.filter(({ kind }) => kind === "r" || kind === "m").map(({ oid }) => oid),
    last: known.reduce((last, { oid }) => Math.max(last, oid), FIRST_USER_OID),
  };
}

/** Oids below belong to initdb (PostgreSQL source, access/transam.h: FirstNormalObjectId). */
export const FIRST_USER_OID = 16_384;

const SQL = `
select c.oid::int8 as oid, n.nspname::text as schema, c.relname::text as name, c.relkind::text as kind,
  nullif(pg_catalog.pg_relation_filenode(c.oid), 0)::int8 as filenode, i.indrelid::int8 as index_of
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_index i on i.indexrelid = c.oid
where c.oid >= ${FIRST_USER_OID} and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and c.relkind in ('r', 'p', 'm', 'v', 'S', 'f', 'i', 'I')`;
