import type { SourceFile } from "../model/migration.js";
import { compareDigits } from "./order.js";
import { commonFolder, folderOf, nameOf, stemOf } from "./path-parts.js";

const BACK_FOLDER = /^(rollbacks?|downs?|revert|undo)$/iu;
/** Names that can only be ways back. */
const CERTAIN = [/^(?:rollback|revert|undo|down)[_-](?<name>.+)$/iu, /^(?<name>.+)\.(?:down|rollback|revert|undo)$/iu];
/** Names that are ways back only where the way forth exists: `0013_shut_down.sql` may well be a migration. */
const LIKELY = [/^(?<name>.+)[_-](?:down|rollback|revert|undo)$/iu];

export interface Pairing {
  /** Ways forth in the order given, each with its name freed of `.up`, and its way back. */
  readonly pairs: readonly { readonly name: string; readonly up: SourceFile; readonly down: SourceFile | null }[];
  /** Ways back that belong to no way forth, or to several. */
  readonly orphans: readonly { readonly file: SourceFile; readonly candidates: readonly string[] }[];
}

/** Tells ways back from ways forth by name and folder, and pairs them by name, else by number. */
export function pairWaysBack(files: readonly SourceFile[]): Pairing {
  const root = commonFolder(files.map((file) => file.path).filter((path) => !inBackFolder(path)));
  const certain = files.map((file) => ({ file, target: certainTarget(file.path, root) }));
  const rest = certain.filter(({ target }) => target === null).map(({ file }) => file);
  const names = new Set(rest.map(({ path }) => forthName(path)));
  const likely = rest.map((file) => ({ file, target: likelyTarget(file.path, names) }));
  const pairs = likely
    .filter(({ target }) => target === null)
    .map(({ file }) => ({ name: forthName(file.path), up: file, down: null as SourceFile | null }));

  const orphans: { file: SourceFile; candidates: readonly string[] }[] = [];
  const backs = [...certain, ...likely].flatMap(({ file, target }) => (target === null ? [] : [{ file, target }]));
  const late: typeof backs = [];
  for (const back of backs) {
    const pair = pairs.find(({ name, down }) => name === back.target && down === null);
    if (pair === undefined) late.push(back);
    else pair.down = back.file;
  }
  for (const { file, target } of late) {
    const number = numberOf(target);
    const candidates = pairs.filter(({ name, down }) => down === null && number !== null && sameNumber(numberOf(name), number));
    const [only] = candidates;
    if (only !== undefined && candidates.length === 1) only.down = file;
    else orphans.push({ file, candidates: candidates.map(({ name }) => name) });
  }
  return { pairs, orphans };
}

function inBackFolder(path: string): boolean {
  return BACK_FOLDER.test(nameOf(folderOf(path)));
}

function certainTarget(path: string, root: string): string | null {
  const named = firstName(CERTAIN, stemOf(path));
  if (named !== null) return named;
  if (!inBackFolder(path) || folderOf(path) === root) return null;
  return firstName(LIKELY, stemOf(path)) ?? forthName(path);
}

function likelyTarget(path: string, names: ReadonlySet<string>): string | null {
  const target = firstName(LIKELY, stemOf(path));
  return target !== null && names.has(target) ? target : null;
}

function firstName(patterns: readonly RegExp[], stem: string): string | null {
  for (const pattern of patterns) {
    const name = pattern.exec(stem)?.groups?.["name"];
    if (name !== undefined) return name;
  }
  return null;
}

function forthName(path: string): string {
  return stemOf(path).replace(/[._-]up$/iu, "");
}

function numberOf(name: string): string | null {
  return /^[vV]?(\d+)(?![\d])/u.exec(name)?.[1] ?? null;
}

function sameNumber(left: string | null, right: string): boolean {
  return left !== null && compareDigits(left, right) === 0;
}
