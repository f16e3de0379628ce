import { clip } from "../escape/clip.js";
import { oneLine } from "../escape/one-line.js";

/** The first words of a statement, enough to know it by. Comments before it are left out. */
export function statementHead(text: string, max: number): string {
  const bare = text.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/u, "");
  return clip(oneLine(bare === "" ? text : bare), max);
}
