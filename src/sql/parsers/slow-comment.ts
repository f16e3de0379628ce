import type { ParseFailure } from "./parse-result.js";

/** The scanner of Postgres reads such a run anew for each comment that it opens: this much of it takes a twentieth of a second. */
const MOST_STEPS = 20_000_000;

/**
 * A run of operator characters that opens so many comments that the scanner takes minutes (`/*` a hundred thousand times:
 * xcstart in scan.l takes all of them, and gives back all but two); null where there is none. The server is as slow.
 */
export function slowComment(text: string): ParseFailure | null {
  for (const { 0: run, index } of text.matchAll(/[~!@#^&|`?+\-*/%<>=]{2000,}/gu)) {
    const opened = run.split("/*").length - 1;
    if (opened * run.length > MOST_STEPS)
      return { message: "comments are opened inside of comments too often to be read", index };
  }
  return null;
}
