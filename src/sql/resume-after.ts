import type { Script } from "../model/migration.js";
import { contentEnd, Lexer } from "./lexer.js";
import type { ParseFailure } from "./parsers/parse-result.js";
import { split } from "./split.js";
import type { NumberedItem } from "./split-script.js";

/**
 * A parenthesis that is never closed makes psql take the rest of the file for one statement. To read what follows
 * all the same, such a statement ends at the first semicolon after its error. Null when parentheses are in balance.
 */
export function resumeAfter(
  item: NumberedItem,
  failure: ParseFailure,
  script: Script,
): { readonly broken: NumberedItem; readonly rest: readonly NumberedItem[] } | null {
  const lexer = new Lexer(script.text, item.start, item.end);
  let depth = 0;
  let semicolon = -1;
  while (lexer.next()) {
    const symbol = lexer.kind === "symbol" ? script.text.charAt(lexer.start) : "";
    if (symbol === "(") depth++;
    else if (symbol === ")" && depth > 0) depth--;
    else if (symbol === ";" && semicolon < 0 && lexer.start >= item.start + failure.index) semicolon = lexer.start;
  }
  if (depth === 0 || semicolon < 0) return null;
  const rest = split(script.text, { psql: script.psql, start: semicolon + 1, end: item.end }).items;
  const broken = { ...item, end: contentEnd(script.text, item.start, semicolon) };
  return { broken, rest: rest.map((next) => ({ ...next, piece: item.piece })) };
}
