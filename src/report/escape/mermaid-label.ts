import { clip } from "./clip.js";
import { oneLine } from "./one-line.js";

/** Mermaid gives meaning to most punctuation (`:` ends a task's name, `;` a line, `#` starts an entity): letters and digits only. */
export function mermaidLabel(text: string, max: number): string {
  const plain = oneLine(text)
    .replace(/[^\p{L}\p{N}_.]+/gu, " ")
    .trim();
  return plain === "" ? "unnamed" : clip(plain, max);
}
