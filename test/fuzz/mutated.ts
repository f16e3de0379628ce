import fc from "fast-check";
import { hostileText } from "../report/hostile-text.js";

const SQL_PIECES = [
  ";",
  "'",
  "''",
  "$$",
  "$a$",
  "/*",
  "*/",
  "--",
  "\n",
  "\\",
  "\\;",
  "\\.",
  "\\i x\n",
  "\\if 1\n",
  "E'",
  "U&'",
  '"',
  "(",
  ")",
  "BEGIN",
  "BEGIN ATOMIC",
  "END",
  "COPY t FROM stdin;\n",
  "DO $$ BEGIN ",
  "CASE",
  "$1",
  ":x",
  ":'x'",
  "\ufeff",
  "\r",
  "\0",
  "CREATE TABLE ",
  "ALTER TABLE t ",
  "-- migration-gate: allow all: x\n",
  "-- +goose StatementBegin\n",
  "-- +migrate Down\n",
  "-- migrate:down\n",
  "<!--",
  "]]>",
  "&x;",
  "{{",
  "}}",
  "${",
  "%",
  "- &a [*a,*a]\n",
  "{",
  "}",
  "[",
  "]",
  ":",
] as const;

const edit = fc.record({
  kind: fc.constantFrom("delete", "insert", "insert", "repeat", "cut", "flip"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(40),
  piece: fc.oneof(fc.constantFrom(...SQL_PIECES), fc.string({ unit: "binary", maxLength: 4 }), hostileText),
});
type Edit = typeof edit extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** A text with a few edits such as editors, merges and attackers make. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...texts), fc.array(edit, { maxLength: 6 })).map(([text, edits]) => edits.reduce(apply, text));
}

function apply(text: string, { kind, at, length, piece }: Edit): string {
  const from = Math.floor(at * text.length);
  const to = Math.min(text.length, from + length);
  const [before, inside, behind] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  if (kind === "delete") return before + behind;
  if (kind === "insert") return before + piece + inside + behind;
  if (kind === "repeat") return before + inside + inside + behind;
  if (kind === "cut") return before;
  return before + [...inside].reverse().join("") + behind;
}
