import type { HistoryProblem, SourceFile } from "../model/migration.js";
import { atlasSumProblems } from "./atlas-sum.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { forPostgres } from "./other-dialects.js";
import { commonFolder, folderOf, isSql, nameOf } from "./path-parts.js";

/** What a format reads of a directory, and what no format looks at: other databases, folders below, a checksum file. */
export function readHistoryFiles(format: Format, files: readonly SourceFile[], options: FormatOptions): FormatResult {
  // Files named one by one are meant.
  const own = format.id === "single-file" ? { files, problems: [] } : forPostgres(files);
  const top = format.isFlat === true ? topFolder(own.files, format.title) : { files: own.files, problems: [] };
  const { migrations, problems } = format.read(top.files, options);
  return {
    migrations,
    problems: [...problems, ...own.problems, ...top.problems, ...atlasSumProblems(files), ...caseClashes(files)],
  };
}

/** Two names that differ in case only are one file on most laptops: whichever is checked out last. */
function caseClashes(files: readonly SourceFile[]): readonly HistoryProblem[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ path }) => {
    const other = seen.get(path.toLowerCase());
    seen.set(path.toLowerCase(), path);
    if (other === undefined || !isSql(path)) return [];
    const message = `${path} and ${other} differ in case only: on a disk that ignores case one of them is lost.`;
    return [{ kind: "file-ignored", file: path, migration: null, message }];
  });
}

/** Many tools read one folder only. Which one can be told only where SQL files lie in it themselves. */
function topFolder(
  files: readonly SourceFile[],
  title: string,
): { readonly files: readonly SourceFile[]; readonly problems: readonly HistoryProblem[] } {
  const sql = files.filter(({ path }) => isSql(path));
  const root = commonFolder(sql.map(({ path }) => path));
  if (!sql.some(({ path }) => folderOf(path) === root)) return { files, problems: [] };
  const below = sql.filter(({ path }) => folderOf(path) !== root);
  const problems = below.map(({ path }) => ({
    kind: "file-ignored" as const,
    file: path,
    migration: null,
    message: `${nameOf(path)} lies in a folder below the migrations, so ${title} never runs it.`,
  }));
  return { files: files.filter((file) => !below.includes(file)), problems };
}
