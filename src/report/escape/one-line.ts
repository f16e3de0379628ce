import { visible } from "./visible.js";

/** Any text as one line without hidden characters. */
export function oneLine(text: string): string {
  return visible(text).replace(/\s+/gu, " ").trim();
}
