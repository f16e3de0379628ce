import type { RunnableScript } from "../model/statement.js";
import type { Session } from "./engine.js";
import { isOffered, SILENCED } from "./offered-extensions.js";
import type { OpenDatabase } from "./open-database.js";
import type { Skip } from "./play-scripts.js";
import { quoted } from "./quoted.js";
import { skipRoleStatements } from "./role-statements.js";
import { firstWords } from "./statement-nature.js";

const NAME = /^(create|alter|drop|comment on) extension (?:if (?:not )?exists )?("[^"]+"|[\w$-]+)/u;

/** The extension that a statement is about; null for any other statement. */
function extensionOf(text: string): string | null {
  return NAME.exec(firstWords(text))?.[2]?.replaceAll('"', "") ?? null;
}

/** Extensions that the SQL makes, sorted. */
export function extensionsIn(scripts: readonly RunnableScript[], proposed: readonly { readonly up: RunnableScript }[]): string[] {
  const texts = [...scripts, ...proposed.map(({ up }) => up)].flatMap(({ statements }) => statements.map(({ text }) => text));
  return [...new Set(texts.flatMap((text) => extensionOf(text) ?? []))].sort();
}

/**
 * Makes those that only a superuser may, where the server has them: production's migrations often run as one, the
 * rehearsal's never do. (PostgreSQL 13 and later let the owner of a database make the trusted ones.)
 */
export async function makeExtensions(names: readonly string[], { observer, server }: OpenDatabase): Promise<void> {
  if (names.length === 0) return;
  const trusted = server.versionNumber >= 130_000 ? "trusted" : "false";
  const rows = await observer.query<{ name: string }>(
    `select distinct name::text as name from pg_catalog.pg_available_extension_versions where name = any ($1) and superuser and not ${trusted} and not installed`,
    [names.filter(isOffered)],
  );
  for (const { name } of rows) {
    await observer.run(`create extension if not exists ${quoted(name)} cascade`);
    if (SILENCED.has(name)) await silence(name, observer);
  }
}

/** What an extension's functions do is done by nobody but a superuser. */
async function silence(extension: string, observer: Session): Promise<void> {
  const routines = await observer.query<{ signature: string }>(
    `select p.oid::regprocedure::text as signature from pg_catalog.pg_proc p
     join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
     join pg_catalog.pg_extension e on d.refclassid = 'pg_catalog.pg_extension'::regclass and e.oid = d.refobjid
     where e.extname = $1`,
    [extension],
  );
  const list = routines.map(({ signature }) => signature).join(", ");
  if (list !== "") await observer.run(`revoke execute on routine ${list} from public`);
}

/** Statements that are not sent: about roles, and about extensions that belong to the superuser. */
export async function readSkip({ observer }: OpenDatabase): Promise<Skip> {
  const rows = await observer.query<{ name: string }>(
    `select extname::text as name from pg_catalog.pg_extension
    where extowner <> (select datdba from pg_catalog.pg_database where datname = pg_catalog.current_database())`,
  );
  const ours = new Set(rows.map(({ name }) => name));
  return (text) => {
    const extension = extensionOf(text);
    if (extension === null || !ours.has(extension)) return skipRoleStatements(text);
    return `Not sent: the extension ${extension} takes a superuser. The rehearsal made it beforehand.`;
  };
}
