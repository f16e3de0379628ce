import { folderOf, isSql, nameOf } from "./path-parts.js";
import { type RootedFolder, rootedFolders } from "./rooted-folders.js";

const OWN_FOLDER = /^(up|down|migration)\.sql$/u;
/** Folders of ways back, and Graphile Migrate's folder of what is committed. */
const PART_FOLDER = /^(rollbacks?|downs?|revert|undo|committed)$/iu;

/** The folder whose history a file belongs to: its own, or the one above for `<name>/up.sql` and for `rollback/<name>.sql`. */
export function migrationsFolderOf(path: string, roots: readonly RootedFolder[] = []): string {
  const root = roots.find((one) => one.owns(path));
  if (root !== undefined) return root.folder;
  const folder = folderOf(path);
  return OWN_FOLDER.test(nameOf(path)) || PART_FOLDER.test(nameOf(folder)) ? folderOf(folder) : folder;
}

/** Could this folder hold a history? By the names of its files alone, so that a whole repository can be looked through. */
export function migrationsFolders(paths: readonly string[]): readonly string[] {
  const own = paths.filter((path) => !FOREIGN.test(path));
  const roots = rootedFolders(own);
  const folders = new Set(roots.map(({ folder }) => folder));
  for (const path of own) if (isSql(path) && looksNumbered(path)) folders.add(migrationsFolderOf(path, roots));
  return [...folders].sort();
}

/** Named as migrations are: a number in front, or a numbered folder around `up.sql`, `down.sql` or `migration.sql`. */
export function looksNumbered(path: string): boolean {
  const name = nameOf(path);
  if (OWN_FOLDER.test(name)) return /^\d/u.test(nameOf(folderOf(path)));
  return /^[vV]?\d+[_.-]/u.test(name) || /^[VUR]\d*([._]\d+)*__/u.test(name);
}

/** Not this project's history, or not one of Postgres. */
const FOREIGN =
  /(^|\/)(node_modules|vendor|third[_-]party|dist|build|target|tests?|__tests__|testdata|fixtures?|examples?|samples?|mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|cockroach(db)?|clickhouse|hsqldb|h2|spanner)\//iu;

/** SQL that changed, is called a migration, and lies outside of the history that was found: nobody looked at it. */
export function overlookedMigrations(changed: readonly string[], folder: string): readonly string[] {
  const inside = (path: string) => folder === "" || path.startsWith(`${folder}/`);
  return changed.filter((path) => isSql(path) && /migrat/iu.test(path) && !FOREIGN.test(path) && !inside(path));
}
