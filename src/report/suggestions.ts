import type { Assessment } from "../model/assessment.js";
import type { Edit, Finding } from "../model/finding.js";
import { redact } from "../secrets/redact.js";
import { clip } from "./escape/clip.js";
import { markdownCode } from "./escape/markdown-code.js";
import { markdownProse } from "./escape/markdown-prose.js";
import { visible } from "./escape/visible.js";
import { standing } from "./facts/standing.js";
import { evidenceSentence } from "./words/evidence-words.js";
import { HAZARD_NAME } from "./words/hazard-name.js";

/** Lines of the new side of a diff, both ends inclusive, by path. */
export type DiffLines = ReadonlyMap<string, readonly { readonly from: number; readonly to: number }[]>;

/** A review comment on lines of the diff; `startLine` is `line` where it is one. */
export interface Suggestion {
  /** Id of its finding, to know it again. */
  readonly finding: string;
  readonly path: string;
  readonly startLine: number;
  readonly line: number;
  readonly body: string;
}

/** More of them on one pull request would be noise; the report has all. */
const MOST = 10;

/**
 * Fixes that are local edits as suggestions to accept with a click, worst finding first. `files` holds the text of the
 * judged files: a suggestion replaces whole lines, so what else stands on them must be known. Only where the edit lies
 * on lines of one hunk, as GitHub demands.
 */
export function suggestions(assessment: Assessment, diff: DiffLines, files: ReadonlyMap<string, string>): Suggestion[] {
  const taken: Suggestion[] = [];
  for (const finding of standing(assessment).open) {
    if (taken.length >= MOST) break;
    const suggestion = suggestionOf(finding, files);
    if (suggestion === null || !insideOneHunk(suggestion, diff)) continue;
    if (!taken.some((other) => overlap(other, suggestion))) taken.push(suggestion);
  }
  return taken;
}

function suggestionOf(finding: Finding, files: ReadonlyMap<string, string>): Suggestion | null {
  const edits = finding.fix?.edits ?? [];
  const [first] = edits;
  const text = first === undefined ? undefined : files.get(first.place.file);
  if (first === undefined || text === undefined || edits.some(({ place }) => place.file !== first.place.file)) return null;
  const startLine = Math.min(...edits.map(({ place }) => place.line));
  const line = Math.max(...edits.map(({ place }) => place.endLine));
  const replaced = edited(text.split("\n").slice(startLine - 1, line), startLine, edits);
  if (replaced === null) return null;
  return { finding: finding.id, path: first.place.file, startLine, line, body: bodyOf(finding, replaced) };
}

/** The lines with the edits made; null where an edit lies outside of them or over another, or where hidden characters or a password would be pasted. */
function edited(lines: readonly string[], startLine: number, edits: readonly Edit[]): string | null {
  const text = lines.join("\n");
  let result = text;
  let before = text.length;
  const backwards = [...edits].sort((one, other) => other.place.line - one.place.line || other.place.column - one.place.column);
  for (const { place, replacement } of backwards) {
    const from = offsetIn(lines, place.line - startLine, place.column);
    const to = offsetIn(lines, place.endLine - startLine, place.endColumn);
    if (from === null || to === null || from > to || to > before) return null;
    result = result.slice(0, from) + replacement + result.slice(to);
    before = from;
  }
  return result === text || visible(result) !== result || redact(result) !== result ? null : result;
}

function offsetIn(lines: readonly string[], at: number, column: number): number | null {
  const own = lines[at];
  if (own === undefined || column < 1 || column - 1 > own.length) return null;
  return lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}

function bodyOf(finding: Finding, replaced: string): string {
  const { message, hazard, rule, fix } = finding;
  const checked = fix?.verified === true ? "Checked: it parses, was rehearsed, and the rule is silent on it." : "Not rehearsed.";
  return [
    `**${HAZARD_NAME[hazard]}**: ${markdownProse(clip(message, 600))} ${markdownProse(evidenceSentence(finding), 400)}`,
    fenced(replaced),
    `<sub>Rule ${markdownCode(rule)} · ${checked}</sub>`,
  ].join("\n\n");
}

/** The fence is longer than any run of back-ticks inside, so nothing in the SQL closes it. */
function fenced(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}suggestion\n${text}\n${fence}`;
}

function insideOneHunk({ path, startLine, line }: Suggestion, diff: DiffLines): boolean {
  return (diff.get(path) ?? []).some(({ from, to }) => from <= startLine && line <= to);
}

function overlap(one: Suggestion, other: Suggestion): boolean {
  return one.path === other.path && one.startLine <= other.line && other.startLine <= one.line;
}
