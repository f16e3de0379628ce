import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { makeMigration } from "./make-migration.js";
import { liesInNumberedFolders, numberAbove } from "./numbered-folders.js";
import { compareNatural } from "./order.js";
import { commonFolder, folderOf, isSql, nameOf } from "./path-parts.js";
import { psqlScript } from "./psql-variables.js";
import { shareOf } from "./share-of.js";
import { type Pairing, pairWaysBack } from "./ways-back.js";

/** Numbered SQL files run by psql or a small script, each with a way back beside it or in a folder `rollback` or `down`. */
export const plain: Format = {
  id: "plain",
  title: "plain SQL files",
  detect(files) {
    const { share, words } = shareOf(files, ({ path }) => versionOf(nameOf(path).replace(/^rollback_/iu, "")) !== null);
    if (share >= 0.5) return { weight: 0.4, sign: `${words} begin with a number and carry no tool's signs` };
    return files.some((file) => isSql(file.path))
      ? { weight: 0.1, sign: "there are SQL files without any tool's signs" }
      : { weight: 0, sign: "" };
  },
  read: readFiles,
  prelude: [],
  whenLate: "A database that has the newer ones gets it after them: a fresh database gets another order than yours.",
  whenTwice: "Which of the two runs first, or at all, is left to whoever runs them.",
};

function readFiles(files: readonly SourceFile[], options: FormatOptions): FormatResult {
  const problems: HistoryProblem[] = [];
  const script = (file: SourceFile, id: string) => {
    const read = psqlScript(file, options, id);
    problems.push(...read.problems);
    return read.script;
  };
  const sql = files.filter((file) => isSql(file.path));
  const isNumbered = liesInNumberedFolders(sql.map(({ path }) => path));
  const { pairs, orphans } = isNumbered ? pairInFolders(sql) : pairWaysBack(sql);
  const root = commonFolder(pairs.map(({ up }) => up.path));
  const place = (path: string) => path.slice(root === "" ? 0 : root.length + 1).replace(/\.sql$/iu, "");
  const names = new Set<string>();
  const migrations: Migration[] = [...pairs]
    .sort((a, b) => compareNatural(place(a.up.path), place(b.up.path)))
    .map(({ name, up, down }) => {
      const number = isNumbered ? numberAbove(up.path) : null;
      const id = number !== null ? `${number}/${name}` : names.has(name) ? place(up.path) : name;
      names.add(name);
      const back = down === null ? null : script(down, id);
      return makeMigration({ id, version: versionIn(number, name), up: script(up, id), down: back }, [up, down ?? undefined]);
    });
  return { migrations, problems: [...orphans.map(({ file, candidates }) => orphan(file, candidates)), ...problems] };
}

/** A name counts in its own folder only: each may begin at 01. */
function pairInFolders(files: readonly SourceFile[]): Pairing {
  const folders = new Set(files.map(({ path }) => folderOf(path)));
  const pairings = [...folders].map((folder) => pairWaysBack(files.filter(({ path }) => folderOf(path) === folder)));
  return { pairs: pairings.flatMap(({ pairs }) => pairs), orphans: pairings.flatMap(({ orphans }) => orphans) };
}

function versionIn(folder: string | null, name: string): string | null {
  const version = versionOf(name);
  return folder === null || version === null ? version : `${folder}.${version}`;
}

/** The leading number; a bare date is no number of its own, so files of one day are told apart by their whole name. */
function versionOf(name: string): string | null {
  const number = /^[vV]?(\d+(?:\.\d+)*)(?=[_.\-\s]|$)/u.exec(name)?.[1] ?? null;
  const isDate = /^(19|20)\d{2}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)/u.test(name);
  return isDate ? name.replace(/\.sql$/iu, "") : number;
}

function orphan(file: SourceFile, candidates: readonly string[]): HistoryProblem {
  const why =
    candidates.length === 0
      ? "is a way back, but no migration has that name or number"
      : `is a way back, but ${candidates.join(" and ")} share its number: which of them it undoes cannot be told`;
  return { kind: "down-without-up", file: file.path, migration: null, message: `${nameOf(file.path)} ${why}.` };
}
