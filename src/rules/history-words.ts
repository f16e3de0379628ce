import type { History } from "../model/migration.js";
import { patternOf } from "../postgres/pattern-of.js";
import type { Change } from "./rule.js";

/** One reading a history: rules ask for each operation, and a history may be megabytes. */
const read = new WeakMap<History, readonly string[]>();

/** What the settled files say, without line comments: for facts that no catalog holds, such as roles and settings. */
export function settledTexts({ history }: Change): readonly string[] {
  const texts = read.get(history) ?? history.settled.map(({ up }) => up.text.replace(/--[^\n]*/gu, ""));
  read.set(history, texts);
  return texts;
}

/** The same, and what the change says on its way up. */
export function allTexts(change: Change): readonly string[] {
  return [...settledTexts(change), ...change.migrations.flatMap(({ up }) => up.statements.map(({ text }) => text))];
}

/** A name for a regular expression, quoted or not, and nothing longer. */
export function namePattern(name: string): string {
  return `"?${patternOf(name)}(?![\\w$])"?`;
}
