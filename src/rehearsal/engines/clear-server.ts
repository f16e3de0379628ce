import { EngineLost, type Session, SqlError } from "../engine.js";

/** What a run has on a server that is not its own. */
export interface Belongings {
  /** Backends of sessions that are open. */
  readonly pids: readonly number[];
  readonly databases: readonly string[];
  /** The role that was made to run migrations. */
  readonly role: string | null;
  /** Roles that were there before the run, by oid; null when they were never read. */
  readonly rolesBefore: readonly string[] | null;
  /** The database of the session is used up, and not dropped: what new roles own there is taken from them. */
  readonly keepsDatabase: boolean;
}

/** How long a backend may take to notice that it was ended. */
const GONE_MS = 5_000;

/** Ends the run's sessions, drops its databases and the roles that came with it. What the server refuses to drop stays. */
export async function clearServer(session: Session, belongings: Belongings): Promise<void> {
  await session.run("set statement_timeout = '20s'; set lock_timeout = '5s'");
  await endBackends(session, belongings.pids);
  for (const name of belongings.databases) await attempt(session, `drop database if exists ${name} with (force)`);
  if (belongings.rolesBefore !== null) await dropNewRoles(session, belongings.rolesBefore, belongings.keepsDatabase);
  if (belongings.role !== null) await attempt(session, `drop role if exists ${belongings.role}`);
}

/** A backend that was told to end may still commit what it is doing, so its end is awaited. */
async function endBackends(session: Session, pids: readonly number[]): Promise<void> {
  if (pids.length === 0) return;
  await session.query(`select pg_catalog.pg_terminate_backend(pid) ${ENDED}`, [pids]);
  const deadline = Date.now() + GONE_MS;
  while ((await session.query(`select 1 ${ENDED}`, [pids])).length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ENDED = "from pg_catalog.pg_stat_activity where pid = any($1::int[]) and pid <> pg_catalog.pg_backend_pid()";

/** Those that the rehearsal made for the SQL. On a clone that stays, only such as cannot log in: others may be somebody's. */
async function dropNewRoles(session: Session, before: readonly string[], keepsDatabase: boolean): Promise<void> {
  const roles = await session.query<{ name: string }>(
    `select pg_catalog.quote_ident(rolname) as name from pg_catalog.pg_roles
     where oid::text <> all($1::text[]) and rolname !~ '^(pg_|gate_)' and not (rolcanlogin and $2)`,
    [before, keepsDatabase],
  );
  for (const { name } of roles) {
    if (keepsDatabase) await attempt(session, `reassign owned by ${name} to current_user; drop owned by ${name}`);
    await attempt(session, `drop role if exists ${name}`);
  }
}

async function attempt(session: Session, sql: string): Promise<void> {
  try {
    await session.run(sql);
  } catch (error) {
    if (error instanceof EngineLost || !(error instanceof SqlError)) throw error;
  }
}
