import { upwards } from "../catalog/upwards.js";
import type { Catalog, Table } from "../model/catalog.js";
import { readGrants } from "./catalog/grants.js";
import { readIndexes } from "./catalog/indexes.js";
import { readRoutines } from "./catalog/routines.js";
import { readTables } from "./catalog/tables.js";
import { readUserTypes } from "./catalog/user-types.js";
import { readViews } from "./catalog/views.js";
import type { Session } from "./engine.js";
import type { OpenDatabase } from "./open-database.js";
import type { Rows } from "./rows.js";

/**
 * The schema as the server has it: the whole truth, all of it settled. Where rows are `representative`, a table
 * without any is proven empty; otherwise only rows that are there are told.
 */
export async function readCatalog(
  { session, observer, server }: OpenDatabase,
  rows: Rows,
  representative: boolean,
): Promise<Catalog> {
  const tables = await readTables(observer, server.versionNumber);
  return {
    tables: countRows(tables, rows, representative),
    indexes: await readIndexes(observer),
    views: await readViews(observer),
    types: await readUserTypes(observer),
    routines: await readRoutines(observer),
    sequences: new Set(await names(observer, SEQUENCES)),
    freeSequences: new Set(await names(observer, FREE_SEQUENCES)),
    schemas: new Set(await names(observer, SCHEMAS)),
    extensions: new Set(await names(observer, EXTENSIONS)),
    publications: await readPublications(observer),
    published: await readPublished(observer),
    grants: await readGrants(observer, (await names(session, MIGRATOR))[0] ?? ""),
    ...((await names(observer, DEFAULT_GRANTS)).length > 0 ? { grantsByDefault: true as const } : {}),
    searchPath: await names(session, SEARCH_PATH),
    complete: true,
  };
}

/** A partitioned table has the rows of its partitions. */
function countRows(tables: ReadonlyMap<string, Table>, rows: Rows, representative: boolean): Map<string, Table> {
  const totals = new Map<string, number>();
  for (const [key, { kind }] of tables) {
    if (kind !== "table") continue;
    const count = rows.get(key)?.count ?? 0;
    for (const at of upwards(key, tables)) totals.set(at, (totals.get(at) ?? 0) + count);
  }
  return new Map(
    [...tables].map(([key, table]) => {
      const count = table.kind === "foreign" ? null : (totals.get(key) ?? 0);
      return [key, { ...table, rows: count === null || (count === 0 && !representative) ? null : count }];
    }),
  );
}

async function names(session: Session, sql: string): Promise<string[]> {
  return (await session.query<{ name: string }>(sql)).map(({ name }) => name);
}

async function readPublications(observer: Session): Promise<Map<string, boolean>> {
  const rows = await observer.query<{ name: string; changes: boolean }>(
    "select pubname::text as name, pubupdate or pubdelete as changes from pg_catalog.pg_publication order by 1",
  );
  return new Map(rows.map(({ name, changes }) => [name, changes]));
}

/** Partitions are listed for their partitioned table, unless the publication sends changes as those of the table itself. */
async function readPublished(observer: Session): Promise<Map<string, ReadonlySet<string>>> {
  const rows = await observer.query<{ name: string; tables: string[] }>(
    `select p.pubname::text as name, array_agg(t.schemaname::text || '.' || t.tablename::text) as tables
from pg_catalog.pg_publication p join pg_catalog.pg_publication_tables t using (pubname)
where p.pubupdate or p.pubdelete group by 1 order by 1`,
  );
  return new Map(rows.map(({ name, tables }) => [name, new Set(tables)]));
}

const OURS = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

const SEQUENCES = `select n.nspname::text || '.' || c.relname::text as name
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and ${OURS} order by 1`;

const FREE_SEQUENCES = `select n.nspname::text || '.' || c.relname::text as name
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and ${OURS}
and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i') and d.refobjsubid > 0) order by 1`;

const SCHEMAS = `select n.nspname::text as name from pg_catalog.pg_namespace n where ${OURS} order by 1`;

const EXTENSIONS = "select extname::text as name from pg_catalog.pg_extension order by 1";

const MIGRATOR = "select current_user::text as name";

const DEFAULT_GRANTS = "select oid::text as name from pg_catalog.pg_default_acl limit 1";

/** Schemas that exist, in the order in which the migrating session looks. */
const SEARCH_PATH =
  "select s::text as name from pg_catalog.unnest(pg_catalog.current_schemas(false)) with ordinality u(s, at) order by at";
