import type { Said } from "./gate-input.js";

/** What somebody said, cut to what fits a line: a comment's first line, or a review's state. */
export function firstWords(said: Said): string {
  const words = said.by === "review" ? said.verdict : (said.body.split(/\r\n|[\n\r]/u, 1)[0] ?? "");
  return words.slice(0, 120);
}
