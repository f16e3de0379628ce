import type { History, HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import { preludeOf } from "./bookkeeping.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { isSql } from "./path-parts.js";
import { readHistoryFiles } from "./read-history-files.js";
import { saidOfVersions } from "./version-problems.js";

export interface HistoryInput {
  readonly format: Format;
  readonly formatReason: string;
  /** Files of the migrations directory at the revision that the change is judged against; null without one. */
  readonly base: readonly SourceFile[] | null;
  /** The same directory with the change in it. */
  readonly head: readonly SourceFile[];
  /** Files or folders that are the change, whatever git says; null to compare head with base. */
  readonly given: readonly string[] | null;
  readonly options: FormatOptions;
}

/** Tells what is settled from what is proposed, and what is wrong with the two together. Pure. */
export function assembleHistory(input: HistoryInput): History {
  const { format, formatReason } = input;
  const head = readHistoryFiles(format, input.head, input.options);
  const base = readHistoryFiles(format, input.base ?? [], input.options);
  const { given } = input;
  const split = given !== null ? splitByPaths(given, head) : splitByRevision(format, base, head);
  const isGiven = among(given ?? []);
  const known = new Set(base.problems.map((problem) => problem.message));
  const ofChange = (problem: HistoryProblem) =>
    given !== null ? problem.kind === "checksum-wrong" || isGiven(problem.file) : !known.has(problem.message);
  const problems = [
    ...head.problems.filter(ofChange),
    ...(format.isSnapshot === undefined ? background(head.problems.filter((problem) => !ofChange(problem))) : []),
    ...split.problems,
    ...saidOfVersions(format, split.settled, split.proposed, head.migrations),
  ];
  return {
    format: format.id,
    formatReason,
    settled: split.settled,
    proposed: split.proposed,
    problems,
    prelude: preludeOf(format, input.options),
  };
}

type Split = Pick<History, "settled" | "proposed" | "problems">;

function splitByPaths(given: readonly string[], head: FormatResult): Split {
  const isGiven = among(given);
  const proposed = head.migrations.filter((migration) => filesOf(migration).some(isGiven));
  const isProposed = new Set(proposed);
  const last = head.migrations.findLastIndex((migration) => isProposed.has(migration));
  const settled = head.migrations.slice(0, Math.max(0, last)).filter((migration) => !isProposed.has(migration));
  const [first, ...more] = last < 0 ? [] : head.migrations.slice(last + 1);
  if (first === undefined) return { settled, proposed, problems: [] };
  const left = more.length === 0 ? first.id : `${first.id} and ${more.length} more`;
  const message = `${left} come after the files given and were left out.`;
  return { settled, proposed, problems: [{ kind: "file-ignored", file: first.up.file, migration: first.id, message }] };
}

function splitByRevision(format: Format, base: FormatResult, head: FormatResult): Split {
  const before = new Map(base.migrations.map((migration) => [migration.id, migration]));
  const after = new Map(head.migrations.map((migration) => [migration.id, migration]));
  const again = (migration: Migration) => {
    const old = before.get(migration.id);
    return old !== undefined && (format.isRepeatable?.(migration.id) ?? false) && !sameUp(old, migration);
  };
  const isSnapshot = (id: string) => format.isSnapshot?.(id) ?? false;
  const proposed = head.migrations.filter(({ id }) => !isSnapshot(id)).filter((one) => !before.has(one.id) || again(one));
  const problems: HistoryProblem[] = [];
  const settled = base.migrations.map((old) => {
    const now = after.get(old.id);
    if (isSnapshot(old.id)) return old;
    if (now === undefined && old.movesData !== true) problems.push(deleted(old, proposed));
    else if (now === undefined) return old;
    else if (again(now)) return { ...old, id: `${old.id} (before)` };
    else if (!sameUp(old, now)) problems.push(edited(old));
    else if (!sameScript(old.down, now.down)) problems.push(downChanged(old, now));
    return old;
  });
  // What checks a settled change has no part in the world that it left.
  return { settled: settled.filter(({ movesData }) => movesData !== true), proposed, problems };
}

/** Tells whether a path is one of these, or lies below one. */
function among(given: readonly string[]): (path: string) => boolean {
  const all = new Set(given);
  return (path) => {
    if (all.has("") || all.has(path)) return true;
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) if (all.has(path.slice(0, end))) return true;
    return false;
  };
}

/**
 * What was wrong before this change is nobody's news, unless it keeps the settled world from being what production is:
 * then one line says so for all of them.
 */
function background(problems: readonly HistoryProblem[]): readonly HistoryProblem[] {
  const unseen = problems.filter(
    (problem) => problem.kind === "file-unreadable" || (problem.kind === "file-ignored" && !isSql(problem.file)),
  );
  const [first, ...more] = unseen;
  if (first === undefined) return [];
  const message =
    more.length === 0
      ? first.message
      : `${unseen.length} settled files could not be run as SQL, so the rehearsed world lacks what they did; the first: ${first.message}`;
  return [{ ...first, message }];
}

function filesOf(migration: Migration): readonly string[] {
  return migration.digests.map(({ file }) => file);
}

function sameUp(left: Migration, right: Migration): boolean {
  return sameScript(left.up, right.up);
}

/** What belongs to the other direction is blanked and may move; line ends depend on the checkout. */
function sameScript(left: Script | null, right: Script | null): boolean {
  if (left === null || right === null) return left === right;
  const bare = (text: string) => text.replaceAll("\r\n", "\n").trim();
  return bare(left.text) === bare(right.text) && left.transaction === right.transaction;
}

function edited(old: Migration): HistoryProblem {
  const message = `${old.id} is settled, and this change edits it: databases that ran it keep what it was, so the edit never reaches them. It was judged as it was; put the difference into a new migration.`;
  return { kind: "settled-edited", file: old.up.file, migration: old.id, message };
}

function deleted(old: Migration, proposed: readonly Migration[]): HistoryProblem {
  const twin = proposed.find((one) => one.up.text.trim() === old.up.text.trim());
  const message =
    twin === undefined
      ? `${old.id} is settled, and this change deletes it: databases that ran it keep what it did, new ones never get it.`
      : `${old.id} is settled, and this change renames it to ${twin.id}: databases that ran it take the new name for a new migration and run it again.`;
  return { kind: "settled-deleted", file: old.up.file, migration: old.id, message };
}

function downChanged(old: Migration, now: Migration): HistoryProblem {
  const message = `Only the way back of ${old.id} changed, which is settled; a settled way back is not rehearsed.`;
  return { kind: "file-ignored", file: (now.down ?? old.down ?? old.up).file, migration: old.id, message };
}
