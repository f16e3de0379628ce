import type { Prelude } from "../model/migration.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { RunnableScript } from "../model/statement.js";
import { type Server, type Session, SqlError } from "./engine.js";
import { makeExtensions, readSkip } from "./extensions.js";
import type { Failure } from "./failure.js";
import { giveToMigrator } from "./give-to-migrator.js";
import { type OpenDatabase, refreshSession } from "./open-database.js";
import { quoted } from "./quoted.js";
import { runScript } from "./run-script.js";

export type WorldProblem = Rehearsal["worldProblems"][number];

export interface WorldParts {
  readonly prelude: readonly Prelude[];
  /** In order: schema files or settled ups, then seeds. */
  readonly scripts: readonly RunnableScript[];
  readonly roles: readonly string[];
  readonly extensions: readonly string[];
}

/** Builds the world before the change, unwatched. What fails is written down and the next file is tried, so that one gap does not hide another. */
export async function buildWorld(
  parts: WorldParts,
  open: OpenDatabase,
  progress: (message: string) => void,
): Promise<WorldProblem[]> {
  const problems: WorldProblem[] = [];
  for (const prelude of parts.prelude) {
    const problem = await runPrelude(prelude, open.observer);
    if (problem !== null) problems.push(problem);
  }
  if (parts.prelude.length > 0) await giveToMigrator(open);
  await makeRoles(parts.roles, open);
  await makeExtensions(parts.extensions, open);
  const skip = await readSkip(open);
  let told = performance.now();
  for (const [at, script] of parts.scripts.entries()) {
    if (performance.now() - told > 1_000) {
      told = performance.now();
      progress(`Building the schema before the change: ${at} of ${parts.scripts.length} files`);
    }
    const failure = await runScript(script, open.session, skip);
    if (failure !== null)
      problems.push({ file: script.file, message: problemMessage(failure, open.server), sqlstate: failure.sqlstate });
    if (script.statements.some(({ text }) => CHANGES_SESSION.test(text))) await refreshSession(open);
  }
  return problems;
}

const CHANGES_SESSION = /\b(set|set_config|temp|temporary)\b/iu;

async function runPrelude(prelude: Prelude, observer: Session): Promise<WorldProblem | null> {
  try {
    await observer.run(prelude.sql);
    return null;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    await observer.run("rollback");
    return { file: prelude.title, message: error.message, sqlstate: error.sqlstate };
  } finally {
    await observer.run("reset role; reset all").catch(() => undefined);
  }
}

/**
 * Roles that cannot log in and that the migration's role may act as and grant, as the one who makes them could; those that the
 * server already has are left as they are: what the SQL names must never hand its role a right of a real one.
 * A table can only be given to a role that may create one in its schema; a superuser, as production's often is, could anyway.
 */
async function makeRoles(roles: readonly string[], { session, observer }: OpenDatabase): Promise<void> {
  const there = await observer.query<RoleRow>("select rolname::text as name, rolsuper as super from pg_catalog.pg_roles");
  const [me] = await session.query<{ name: string }>("select session_user::text as name");
  const migrator = quoted(me?.name ?? "");
  const statements = roles.flatMap((role) => {
    const known = there.find(({ name }) => name === role);
    if (known?.super === true || role === me?.name) return [];
    const name = quoted(role);
    const make = known === undefined ? [`create role ${name} nologin`, `grant ${name} to ${migrator} with admin option`] : [];
    return [...make, `grant create, usage on schema public to ${name}`];
  });
  if (statements.length > 0) await observer.run(statements.join("; "));
}

interface RoleRow {
  readonly name: string;
  readonly super: boolean;
}

/** An extension that the engine lacks is a gap of the engine, not a mistake in the file. */
function problemMessage({ message, sqlstate }: Failure, server: Server): string {
  const extension = /extension "([^"]+)" is not available|could not open extension control file ".*\/([^/"]+)\.control"/u.exec(
    message,
  );
  const name = extension?.[1] ?? extension?.[2];
  if (name === undefined || !["0A000", "58P01"].includes(sqlstate)) return message;
  return `extension "${name}" is not available in ${server.description}: a gap of this engine, not of the file`;
}
