import type { Script } from "../model/migration.js";
import type { ClaimText } from "../model/phase.js";
import { Lexer } from "./lexer.js";
import { Lines } from "./lines.js";

/** The comments of a script as prose: line comments that follow each other are one text, without their signs. */
export function commentsIn({ file, text, psql, recordedAt }: Script): readonly ClaimText[] {
  if (recordedAt !== undefined) return [];
  const lines = new Lines(file, text);
  const found: { start: number; end: number; lines: string[] }[] = [];
  const lexer = new Lexer(text, 0, text.length);
  while (lexer.next()) {
    // Where quoting breaks off, nothing that follows is surely a comment; psql's own commands run to the end of their line.
    if (lexer.problem !== null || (psql && lexer.kind === "backslash")) break;
    if (lexer.kind !== "comment") continue;
    const { start, end } = lexer;
    const words = text.slice(start, end).split("\n").map(plain);
    const last = found.at(-1);
    if (last !== undefined && /^[ \t]*\r?\n[ \t]*$/u.test(text.slice(last.end, start))) {
      last.end = end;
      last.lines.push(...words);
    } else found.push({ start, end, lines: words });
  }
  return found.map(({ start, end, lines: words }) => ({ source: file, text: words.join("\n"), place: lines.place(start, end) }));
}

function plain(line: string): string {
  const words = line.replace(/^\s*(?:--+|\/\*+|\*(?!\/))?[ \t]?/u, "");
  const trimmed = words.trimEnd();
  return trimmed.endsWith("*/") ? trimmed.slice(0, -2).trimEnd() : words;
}
