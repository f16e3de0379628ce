import { Lexer } from "../lexer.js";
import type { ParseFailure } from "../parsers/parse-result.js";
import { ifExists } from "./if-exists.js";
import { leftovers } from "./leftovers.js";
import type { Broken, Mistake } from "./mistake.js";
import { otherDatabases } from "./other-databases.js";
import { punctuation } from "./punctuation.js";
import { words } from "./words.js";

/** The surest first: a trailing comma explains more than a word that looks like MySQL's. */
const mistakes: readonly Mistake[] = [
  ...leftovers,
  ...ifExists,
  ...punctuation.slice(0, 2),
  ...otherDatabases,
  ...punctuation.slice(2),
  ...words,
];

/** Characters looked at on either side: patterns over a file of megabytes would take for ever. */
const WINDOW = 4000;
/** Words looked at after the one that stopped the parser. */
const AHEAD = 6;

/** What the author of a statement that does not parse probably meant, as a sentence with the SQL to write. Null when nothing is known. */
export function whatWasMeant(text: string, failure: ParseFailure): string | null {
  const start = Math.max(0, failure.index - WINDOW);
  const broken = describe(text.slice(start, failure.index + WINDOW), { ...failure, index: failure.index - start });
  for (const mistake of mistakes) {
    const meant = mistake(broken);
    if (meant !== null) return meant;
  }
  return null;
}

function describe(text: string, { index, message }: ParseFailure): Broken {
  const before: string[] = [];
  const after: string[] = [];
  const open: number[] = [];
  const lexer = new Lexer(text);
  while (lexer.next() && after.length < AHEAD) {
    if (lexer.kind === "comment") continue;
    const written = lexer.word() || text.slice(lexer.start, lexer.end);
    if (lexer.start >= index) {
      after.push(written);
      continue;
    }
    before.push(written);
    if (written === "(") open.push(lexer.start);
    else if (written === ")") open.pop();
  }
  return { text, index, message, at: after[0] ?? "", before, after, open };
}
