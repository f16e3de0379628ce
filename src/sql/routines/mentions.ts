import { patternOf } from "../../postgres/pattern-of.js";

/** Does a name stand in a text, as a word of its own? Strings and comments count as well: this is for being careful. */
export function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${patternOf(name)}(?![\\w$])`, "iu").test(text);
}
