import type { Directive } from "../../model/statement.js";
import type { Lines } from "../lines.js";
import type { Comment } from "../split.js";
import { parseDirective } from "./parse-directive.js";

/** A directive and where its comment stands in the text. */
export interface FoundDirective {
  readonly directive: Directive;
  readonly start: number;
  readonly end: number;
}

/** `migration-gate:` at the start of a line of a comment, or the same with the colon forgotten. */
const OPENING = /^[\s*]*(?:(?:--+|\/\*+)[\s*]*)?migration-gate\b\s*(:?)\s*(.*?)\s*(?:\*\/)?\s*$/iu;

/** Lines beyond this length, in characters, are no directives; patterns over them would take for ever. */
const LONGEST = 1000;

/** Directives in comments; `allow` of several rules counts as several. */
export function directivesIn(text: string, comments: readonly Comment[], lines: Lines): FoundDirective[] {
  return comments.flatMap((comment) => {
    const found: FoundDirective[] = [];
    let start = comment.start;
    for (const line of text.slice(comment.start, comment.end).split("\n")) {
      const [, colon, body] = line.length > LONGEST ? [] : (OPENING.exec(line) ?? []);
      const end = start + line.trimEnd().length;
      const place = lines.place(start, end);
      if (body !== undefined) {
        for (const directive of parseDirective(body, colon === ":", place)) found.push({ directive, start, end });
      }
      start += line.length + 1;
    }
    return found;
  });
}
