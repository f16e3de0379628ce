import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import { type Layout, layoutPattern } from "../settings/layout.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { keepRanges, type Range } from "./keep-ranges.js";
import { type Line, linesOf } from "./lines.js";
import { makeMigration } from "./make-migration.js";
import { compareNatural } from "./order.js";
import { commonFolder, isSql, nameOf } from "./path-parts.js";
import { saysSomething } from "./says-something.js";

/** A runner of one's own: the setting `layout` says how files are named, ordered, split and run. */
export const layout: Format = {
  id: "layout",
  title: "your own layout",
  // Nothing in the files speaks for it: settings do.
  detect: () => ({ weight: 0, sign: "" }),
  read: readFiles,
  prelude: [],
  whenLate: "A database that has the newer ones gets it after them: a fresh database gets another order than yours.",
  whenTwice: "Which of the two runs first, or at all, is left to your runner.",
};

const FORTH = /^(up|do|apply|deploy|forwards?)$/iu;
const BACK = /^(down|undo|revert|rollback|backwards?)$/iu;

interface Named {
  readonly file: SourceFile;
  /** Path below the migrations directory, without what tells the direction. */
  readonly place: string;
  readonly id: string;
  readonly version: string | null;
  readonly back: boolean;
}

function readFiles(files: readonly SourceFile[], options: FormatOptions): FormatResult {
  const asked = options.layout;
  const sql = files.filter(({ path }) => isSql(path));
  if (asked === undefined)
    return { migrations: [], problems: sql.map((file) => unreadable(file, "is read by no `layout`: the setting is missing")) };
  const root = options.folder ?? commonFolder(sql.map(({ path }) => path));
  const pattern = layoutPattern(asked.files);
  const problems: HistoryProblem[] = [];
  const named = files.flatMap((file) => {
    const name = nameBy(pattern, file, root);
    if (typeof name !== "string" && isSql(file.path)) return [name];
    if (typeof name !== "string")
      problems.push(unreadable(file, "fits `layout.files`, but is no SQL: what it does was not seen"));
    else if (isSql(file.path))
      problems.push({ kind: "file-ignored", file: file.path, migration: null, message: `${nameOf(file.path)} ${name}.` });
    return [];
  });
  const [first] = sql;
  if (named.length === 0 && first !== undefined)
    problems.push(unreadable(first, "and all files beside it fit `layout.files` nowhere: nothing was judged"));
  const ups = named.filter(({ back }) => !back);
  const backs = named.filter(({ back }) => back);
  const byOrder = (a: Named, b: Named) =>
    (asked.order === "version" ? compareNatural(a.version ?? "", b.version ?? "") : 0) || compareNatural(a.place, b.place);
  const migrations = ups.toSorted(byOrder).map((up) => {
    const down = backs.find(({ place }) => place === up.place);
    const id = ups.filter((other) => other.id === up.id).length > 1 ? up.place : up.id;
    return migrationOf({ ...up, id }, down, asked);
  });
  for (const { file, place } of backs.filter((back) => !ups.some((up) => up.place === back.place)))
    problems.push({
      kind: "down-without-up",
      file: file.path,
      migration: null,
      message: `${nameOf(file.path)} is a way back, but there is no way forth ${place}.`,
    });
  return { migrations, problems };
}

function nameBy(pattern: RegExp, file: SourceFile, root: string): Named | string {
  const path = root === "" ? file.path : file.path.slice(root.length + 1);
  const found = pattern.exec(path);
  if (found === null) return "does not fit `layout.files`, so it was taken for no migration";
  const { version = null, name = null, direction = null } = { version: null, name: null, direction: null, ...found.groups };
  if (direction !== null && !FORTH.test(direction) && !BACK.test(direction))
    return `fits \`layout.files\`, but «${direction}» is no direction: up, do, apply, deploy or down, undo, revert, rollback are`;
  const id = [version, name].filter((part) => part !== null && part !== "").join("_");
  const folder = path.slice(0, found.index + found[0].length).lastIndexOf("/");
  // Ways forth and back may lie in folders of their own: only version and name pair them then.
  const place = direction === null ? `${path.slice(0, folder + 1)}${id}` : id;
  return { file, place, id, version, back: direction !== null && BACK.test(direction) };
}

function migrationOf(up: Named, down: Named | undefined, asked: Layout): Migration {
  const forth = sectionsOf(up.file, asked);
  const { id, version } = up;
  const back = down === undefined ? forth.down : sectionsOf(down.file, asked).whole;
  return makeMigration({ id, version, up: down === undefined ? forth.up : forth.whole, down: back }, [up.file, down?.file]);
}

function sectionsOf(
  file: SourceFile,
  asked: Layout,
): { readonly whole: Script; readonly up: Script; readonly down: Script | null } {
  const { up, down, "no-transaction": bare } = asked.markers;
  const is = (line: Line, marker: string | undefined) =>
    marker !== undefined && line.text.trimStart().toLowerCase().startsWith(marker.toLowerCase());
  const forth: Line[] = [];
  const back: Line[] = [];
  let below = false;
  let bareAtTop = false;
  let begun = false;
  for (const line of linesOf(file.text)) {
    begun ||= is(line, up) || is(line, down);
    bareAtTop ||= !begun && is(line, bare);
    if (is(line, down)) below = true;
    else if (is(line, up)) below = false;
    else (below ? back : forth).push(line);
  }
  const make = (lines: readonly Line[]): Script => {
    const isBare = bareAtTop || lines.some((line) => is(line, bare));
    const script: Script = {
      file: file.path,
      text: keepRanges(
        file.text,
        lines.filter((line) => !isSeparator(line, asked)),
      ),
      transaction: isBare ? "statement" : asked.transaction,
      psql: asked.psql,
    };
    return asked.separator === undefined ? script : { ...script, pieces: piecesOf(lines, file.text, asked) };
  };
  const way = make(back);
  return { whole: make([...linesOf(file.text)]), up: make(forth), down: saysSomething(way.text) ? way : null };
}

/** What stands between lines that hold the separator and nothing else. */
function piecesOf(lines: readonly Line[], text: string, asked: Layout): readonly Range[] {
  const pieces: { start: number; end: number }[] = [];
  let open: { start: number; end: number } | null = null;
  for (const line of lines) {
    if (isSeparator(line, asked)) open = null;
    else if (open !== null) open.end = line.end;
    else {
      open = { start: line.start, end: line.end };
      pieces.push(open);
    }
  }
  return pieces.filter(({ start, end }) => saysSomething(text.slice(start, end)));
}

function isSeparator(line: Line, { separator }: Layout): boolean {
  return separator !== undefined && line.text.trim().toLowerCase() === separator.toLowerCase();
}

function unreadable(file: SourceFile, why: string): HistoryProblem {
  return { kind: "file-unreadable", file: file.path, migration: null, message: `${nameOf(file.path)} ${why}.` };
}
