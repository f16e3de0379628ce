import { clip } from "./clip.js";
import { oneLine } from "./one-line.js";

/** A sentence for a terminal, on one line: no escape sequence survives, and pairs of back-ticks, needless there, go. */
export function terminalProse(text: string, max = 2_000): string {
  return clip(oneLine(text).replace(/`([^`]+)`/gu, "$1"), max);
}
