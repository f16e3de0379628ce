import type { HistoryProblem, Script, SourceFile } from "../model/migration.js";
import type { FormatOptions } from "./format.js";
import { wholeFile } from "./make-migration.js";
import { nameOf } from "./path-parts.js";

/** A file that psql runs, with the variables that it is given; a problem at the place of each that nobody sets. */
export function psqlScript(
  file: SourceFile,
  { placeholders }: FormatOptions,
  migration: string,
  given: Readonly<Record<string, string>> = {},
): { readonly script: Script; readonly problems: readonly HistoryProblem[] } {
  const { text, missing } = fillVariables(file.text, { ...given, ...placeholders });
  const problems = missing.map(({ written, line }): HistoryProblem => {
    const message = `${nameOf(file.path)}, line ${line}: ${written} has no value, so psql sends it as it stands. Set it under \`placeholders\`.`;
    return { kind: "file-unreadable", file: file.path, migration, message };
  });
  return { script: { ...wholeFile(file, "statement", true), text }, problems };
}

interface Filled {
  readonly text: string;
  readonly missing: readonly { readonly written: string; readonly line: number }[];
}

/**
 * `:name`, `:'name'` and `:"name"` outside of quotes and comments, as psql replaces them (psql manual, SQL Interpolation).
 * Lines stay where they are; columns behind a value move by the difference in length.
 */
function fillVariables(whole: string, given: Readonly<Record<string, string>>): Filled {
  if (!whole.includes(":")) return { text: whole, missing: [] };
  const values = new Map(Object.entries(given).map(([name, value]) => [name.replace(/^:/u, ""), value]));
  // These set what is not known here.
  const setsMore = /^[^-'"\n]*\\(gset|getenv|prompt|include|include_relative|ir|i)\b/mu.test(whole);
  const missing = new Map<string, number>();
  const text = whole.replace(TOKEN, (token, ...rest) => {
    const [set, setTo, name, literal, identifier] = rest.slice(1, 6) as (string | undefined)[];
    if (set !== undefined) values.set(set, unquoted(setTo ?? ""));
    const wanted = name ?? literal ?? identifier;
    if (wanted === undefined) return token;
    const value = values.get(wanted)?.replace(/[\r\n]+/gu, " ");
    if (value === undefined) {
      if (!setsMore && !missing.has(token)) missing.set(token, lineOf(whole, Number(rest.at(-2))));
      return token;
    }
    return literal !== undefined
      ? `'${value.replaceAll("'", "''")}'`
      : identifier !== undefined
        ? `"${value.replaceAll('"', '""')}"`
        : value;
  });
  return { text, missing: [...missing].map(([written, line]) => ({ written, line })) };
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

function unquoted(value: string): string {
  const bare = value.trim();
  return bare.startsWith("'") && bare.endsWith("'") ? bare.slice(1, -1).replaceAll("''", "'") : bare;
}

/** What is passed over, then `\set`, then variables. Slices of arrays (`a[1:n]`) and casts (`::int`) are none. */
const TOKEN = new RegExp(
  [
    /--[^\n]*/,
    /\/\*[\s\S]*?(?:\*\/|$)/,
    /\$([A-Za-z_][A-Za-z0-9_]*)?\$[\s\S]*?(?:\$\1\$|$)/,
    /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/,
    /(?<!:)'(?:[^']|'')*(?:'|$)/,
    /(?<!:)"(?:[^"]|"")*(?:"|$)/,
    /\\set[ \t]+(\w+)[ \t]*([^\n]*)/,
    /\[[^\][\n;]*\]/,
    /::+/,
    /:=/,
    /:([A-Za-z_]\w*)/,
    /:'(\w+)'/,
    /:"(\w+)"/,
    /[\w$]+/,
  ]
    .map((part) => part.source)
    .join("|"),
  "g",
);
