import type { Change } from "./rule.js";

/** What the settled files say, without line comments: for facts that no catalog holds, such as roles and settings. */
export function settledTexts({ history }: Change): readonly string[] {
  return history.settled.map(({ up }) => up.text.replace(/--[^\n]*/gu, ""));
}

/** A name for a regular expression, quoted or not, and nothing longer. */
export function namePattern(name: string): string {
  return `"?${name.replace(/[$()*+.?[\\\]^{|}]/gu, "\\$&")}(?![\\w$])"?`;
}
