import { folderOf, isSql, nameOf } from "./path-parts.js";

const NUMBER = /^v?\d+(?:\.\d+)*$/iu;
const NUMBERED_FILE = /^v?\d+[_.-]/iu;

/** `83` of `schema/83/02_a.sql`, as seen from `schema`; null where the file does not lie in a folder that is a number. */
export function numberAbove(path: string): string | null {
  const folder = nameOf(folderOf(path));
  return NUMBER.test(folder) ? folder : null;
}

/**
 * Folders in which folders that are numbers hold numbered files: `schema/83/02_a.sql` beside `schema/84/01_b.sql`. Each number
 * is a release, and the whole is one history. A single folder of that kind says nothing.
 */
export function numberedFolders(paths: readonly string[]): readonly string[] {
  const numbers = new Map<string, Set<string>>();
  for (const path of paths) {
    const number = isSql(path) && NUMBERED_FILE.test(nameOf(path)) ? numberAbove(path) : null;
    if (number === null) continue;
    const root = folderOf(folderOf(path));
    numbers.set(root, (numbers.get(root) ?? new Set<string>()).add(number));
  }
  return [...numbers].filter(([root, { size }]) => root !== "" && size > 1).map(([root]) => root);
}

/** Do all the SQL files lie in several such folders of one folder? Tools that read a single folder cannot have run them. */
export function liesInNumberedFolders(paths: readonly string[]): boolean {
  const sql = paths.filter(isSql);
  const [root, ...others] = numberedFolders(sql);
  return root !== undefined && others.length === 0 && sql.every((path) => numberAbove(path) !== null && isIn(root, path));
}

function isIn(root: string, path: string): boolean {
  return folderOf(folderOf(path)) === root;
}
