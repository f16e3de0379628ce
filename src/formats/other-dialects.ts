import type { HistoryProblem, SourceFile } from "../model/migration.js";
import { commonFolder, folderOf, isSql } from "./path-parts.js";
import { popName } from "./pop-files.js";

/** Names of nothing else. */
const SURE = "mysql|mariadb|sqlite3?|mssql|sqlserver|cockroachdb|clickhouse|hsqldb";
/** Words that may mean something else: they count only beside a name that is sure, or beside one of Postgres. */
const UNSURE = "oracle|h2|spanner|cassandra|cockroach";
const SIBLING = new RegExp(`(^|[/.])(postgres|postgresql|pg|psql|${SURE})[/.]`, "iu");

export interface ForPostgres {
  readonly files: readonly SourceFile[];
  /** One for each folder, or file, that is for another database. */
  readonly problems: readonly HistoryProblem[];
}

/** Leaves out SQL that its folder or its name says to be for another database, unless all of it is. */
export function forPostgres(files: readonly SourceFile[]): ForPostgres {
  const root = commonFolder(files.filter(({ path }) => isSql(path)).map(({ path }) => path));
  const paths = files.filter(({ path }) => isSql(path) && path.startsWith(root)).map(({ path }) => path.slice(root.length));
  const other = paths.some((path) => SIBLING.test(path)) ? `${SURE}|${UNSURE}` : SURE;
  const inName = new RegExp(`\\.(${other})\\.((up|down)\\.)?sql$`, "iu");
  const inFolder = new RegExp(`(?:^|/)(${other})(?=/)`, "iu");
  const dialectOf = ({ path }: SourceFile): { readonly what: string; readonly dialect: string } | null => {
    const inside = path.startsWith(root) ? path.slice(root.length) : path;
    const folder = inFolder.exec(folderOf(inside) === "" ? "" : `${folderOf(inside)}/`);
    if (folder?.[1] !== undefined)
      return { what: `${root}${inside.slice(0, folder.index + folder[0].length)}`, dialect: folder[1] };
    // Pop tells dialects apart itself, one version at a time.
    const name = popName(path) === null ? inName.exec(path)?.[1] : undefined;
    return name === undefined ? null : { what: path, dialect: name };
  };
  const others = new Map<string, HistoryProblem>();
  const kept = files.filter((file) => {
    const found = dialectOf(file);
    if (found === null) return true;
    const { what, dialect } = found;
    const message = `${what} is for ${dialect.toLowerCase()}, not for Postgres: it was not read.`;
    if (isSql(file.path) && !others.has(what))
      others.set(what, { kind: "file-ignored", file: file.path, migration: null, message });
    return false;
  });
  return kept.some(({ path }) => isSql(path)) ? { files: kept, problems: [...others.values()] } : { files, problems: [] };
}
