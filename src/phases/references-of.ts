import { matchesPath } from "../lint/matches-path.js";
import type { Catalog } from "../model/catalog.js";
import type { CodeReferences, CodeSearch, VanishingName } from "../model/code-reference.js";
import type { History } from "../model/migration.js";
import type { ReadMigration } from "../model/statement.js";
import { findReferences, spellingsOf } from "./find-references.js";
import { vanishingNames } from "./vanishing-names.js";

export interface ReferencesAsked {
  readonly history: History;
  readonly migrations: readonly ReadMigration[];
  readonly base: Catalog;
  /** Absent where there is no code to search. */
  readonly search?: ((words: readonly string[]) => Promise<CodeSearch | null>) | undefined;
  /** Globs of files, or `glob:name` for one name in them. */
  readonly ignore: readonly string[];
  /** Files and folders of SQL that are no code: schema dumps, seeds. */
  readonly besides: readonly string[];
}

/** What the repository still calls by a name that the change drops or renames. Null where it drops and renames nothing. */
export async function referencesOf({ history, migrations, base, search, ignore, besides }: ReferencesAsked) {
  const names = vanishingNames(migrations, base);
  if (names.length === 0) return null;
  const answer = (await search?.([...spellingsOf(names, base).keys()])) ?? null;
  if (answer === null) return unsearched("no git repository was there to search");
  const { files, unseen } = answer;
  const isOther = notCode(history, besides);
  const code = files.filter(({ path }) => !isOther(path) && !ignore.some((glob) => matchesPath(glob, path)));
  const found = findReferences(code, names, base).map(({ name, references }) => ({
    name,
    references: references.filter(({ file }) => !ignore.some((entry) => isIgnored(entry, file, name))),
  }));
  const result: CodeReferences = { names: found.filter(({ references }) => references.length > 0), unseen };
  return result;
}

function unsearched(why: string): CodeReferences {
  return { names: [], unseen: [{ what: "code that may still use the old names", why }] };
}

/** Migrations name what was, by nature; so do dumps of the schema. */
function notCode(history: History, besides: readonly string[]): (path: string) => boolean {
  const scripts = [...history.settled, ...history.proposed].flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  const folders = new Set(scripts.map(({ file }) => folderOf(file)).filter((folder) => folder !== ""));
  const files = new Set([...scripts.map(({ file }) => file), ...besides]);
  const below = (path: string, folder: string) => path.startsWith(`${folder.replace(/\/$/u, "")}/`);
  return (path) =>
    files.has(path) ||
    DUMP.test(path) ||
    [...folders].some((folder) => below(path, folder)) ||
    besides.some((folder) => below(path, folder));
}

const DUMP = /(^|\/)(structure\.sql|schema\.rb|migrations?\/(.*\/)?[^/]*)$|(^|\/)\.?migration-gate[^/]*\.(ya?ml|json)$/iu;

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
}

function isIgnored(entry: string, file: string, { name, owner }: VanishingName): boolean {
  const colon = entry.lastIndexOf(":");
  if (colon < 0) return false;
  const ignored = entry.slice(colon + 1);
  return (ignored === name || ignored === `${owner}.${name}`) && matchesPath(entry.slice(0, colon), file);
}
