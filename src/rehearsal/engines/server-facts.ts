import type { Session } from "../engine.js";
import type { ServerFacts } from "./looks-disposable.js";
import { SCRATCH_PATTERN } from "./scratch-names.js";

/** More than these are not opened one by one: a server with so many is no scratch server. */
const MOST_DATABASES = 20;

/** How long a session of somebody else has to last to count: a health check comes and goes. */
const GLANCE_MS = 400;

/** What tells a scratch server from one that matters. `open` gives a session in another database of the server. */
export async function readServerFacts(
  host: string,
  admin: Session,
  open: (database: string) => Promise<Session>,
): Promise<ServerFacts> {
  const [row] = await admin.query<Omit<ServerFacts, "host" | "filled" | "unread" | "otherSessions">>(SERVER);
  const databases = await admin.query<{ name: string }>(DATABASES, [SCRATCH_PATTERN]);
  const names = databases.map(({ name }) => name);
  const filled: { database: string; table: string }[] = [];
  const unread = names.slice(MOST_DATABASES);
  for (const database of names.slice(0, MOST_DATABASES)) {
    const table = await filledTable(database, open);
    if (table === "unknown") unread.push(database);
    else if (table !== null) filled.push({ database, table: table.name });
  }
  return {
    host,
    inRecovery: row?.inRecovery ?? true,
    replicas: row?.replicas ?? 0,
    slots: row?.slots ?? 0,
    archives: row?.archives ?? false,
    filled,
    unread,
    otherSessions: await countOthers(admin),
  };
}

async function filledTable(
  database: string,
  open: (database: string) => Promise<Session>,
): Promise<{ readonly name: string } | "unknown" | null> {
  // A database that we may not enter, or whose tables are locked, is not known to be empty.
  const session = await open(database).catch(() => null);
  if (session === null) return "unknown";
  try {
    await session.run("set lock_timeout = '2s'; set statement_timeout = '10s'");
    const [row] = await session.query<{ name: string }>(FILLED);
    return row ?? null;
  } catch {
    return "unknown";
  } finally {
    await session.close();
  }
}

/** Those that are still there at a second look. */
async function countOthers(admin: Session): Promise<number> {
  const first = await admin.query<{ pid: number }>(OTHERS);
  if (first.length === 0) return 0;
  await new Promise((resolve) => setTimeout(resolve, GLANCE_MS));
  const pids = new Set(first.map(({ pid }) => pid));
  return (await admin.query<{ pid: number }>(OTHERS)).filter(({ pid }) => pids.has(pid)).length;
}

const SERVER = `select pg_catalog.pg_is_in_recovery() as "inRecovery",
  (select pg_catalog.count(*)::int from pg_catalog.pg_stat_replication) as replicas,
  (select pg_catalog.count(*)::int from pg_catalog.pg_replication_slots) as slots,
  pg_catalog.current_setting('archive_mode') <> 'off' as archives`;

const DATABASES = `select datname::text as name from pg_catalog.pg_database
where datallowconn and not datistemplate and datname !~ $1 order by datname`;

/**
 * A table with pages, which the schema of a tool does not bring along: not of an extension, not the notebook of a
 * migration tool. Its size can be read without a right to the table; TRUNCATE takes it back to nothing.
 */
const FILLED = `select pg_catalog.format('%s.%s', n.nspname, c.relname) as name
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
  and c.relname !~* 'migration|schema_(version|history|info)|databasechangelog|alembic_version|db_version|ar_internal_metadata|pgroll'
  and pg_catalog.pg_relation_size(c.oid) > 0
order by 1 limit 1`;

/** Without the right to see it, the kind of another session is null; only clients have both a user and a database. */
const OTHERS = `select pid from pg_catalog.pg_stat_activity
where pid <> pg_catalog.pg_backend_pid() and datid is not null and usesysid is not null
  and coalesce(backend_type, 'client backend') = 'client backend' and coalesce(application_name, '') <> 'migration-gate'`;
