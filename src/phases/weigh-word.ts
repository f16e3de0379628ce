import type { CodeReference, VanishingName } from "../model/code-reference.js";
import { insideString } from "./inside-string.js";
import type { TablesNamed } from "./tables-named.js";

/** A word of a line that spells an old name. */
export interface Spelled {
  readonly name: VanishingName;
  /** As the database spells it. */
  readonly exact: boolean;
  readonly oneWord: boolean;
  /** Another relation has a column of that name too, so that the word alone says nothing. */
  readonly common: boolean;
  /** Spellings of the columns of an enum's type. */
  readonly columns: ReadonlySet<string>;
}

export interface Around {
  readonly file: string;
  readonly lines: readonly string[];
  readonly line: number;
  readonly at: number;
  readonly text: string;
  readonly tables: TablesNamed;
}

type Certainty = CodeReference["certainty"];

/** Whether the word means the old name here; null where it most likely means something else. */
export function weighWord(spelled: Spelled, around: Around): Certainty | null {
  const line = around.lines[around.line] ?? "";
  const before = line.slice(0, around.at);
  const after = line.slice(around.at + around.text.length);
  // A query that puts the new column out under the old name.
  if (/\bas\s+["'`]?$/iu.test(before) && spelled.name.kind !== "type") return null;
  switch (spelled.name.kind) {
    case "column":
      return weighColumn(spelled, around, before, after);
    case "relation":
      return weighRelation(spelled, around, before, after);
    case "routine":
      return weighRoutine(spelled, around.file, before, after);
    case "type":
      return weighType(spelled, around.file, before);
    case "enum value":
      return weighLabel(spelled, line, before, after);
  }
}

function weighColumn(spelled: Spelled, around: Around, before: string, after: string): Certainty | null {
  const { name, exact } = spelled;
  // `owner_id: row.account_id`: a key of the program's own, filled from the new column.
  if (/^["'`]?\s*[:=][^=]/u.test(after) && name.to !== null && new RegExp(`\\b${escaped(name.to)}\\b`, "u").test(after))
    return null;
  if (isParameter(before, around.file)) return null;
  const tie = tieOf(name.owner ?? "", around, before);
  if (tie === "other") return null;
  if (tie === "own") return exact ? "sure" : "likely";
  const vague = spelled.common || spelled.oneWord;
  if (tie === "none") return vague ? null : "likely";
  if (exact && (isSql(around.file) || insideString(around.lines, around.line, around.at))) return "sure";
  return vague && !(exact && /:$/u.test(before)) ? null : "likely";
}

/** `:name`, `@name`, `%(name)s`: what is put into a query. Where a colon begins a symbol it is not. */
function isParameter(before: string, file: string): boolean {
  if (/(@|%\(|\$\{|\{)$/u.test(before)) return true;
  return /(?<!:):$/u.test(before) && !/\.(rb|rake|exs?|cljc?|erb)$/u.test(file);
}

/** Lines in which a table is looked for above a word, and below. */
const ABOVE = 40;
const BELOW = 6;

/**
 * Whose column it is. `own` and `other`: by what qualifies it, or as a member of the model whose name stands above. `near`:
 * the nearest line that names a table names this one.
 */
function tieOf(owner: string, { tables, lines, line }: Around, before: string): "own" | "near" | "other" | "none" {
  const qualifier = /([\p{L}\p{N}_]+)["`]?\s*(?:\?\.|\.|->|::)\s*["`]?$/u.exec(before)?.[1];
  const meaning = qualifier === undefined ? null : tables.meaning(qualifier, line);
  if (meaning !== null) return meaning.has(owner) ? "own" : "other";
  for (let distance = 0; distance <= ABOVE; distance++) {
    const above = [...tables.onLine(line - distance)];
    const near = [...(distance > BELOW ? [] : tables.onLine(line + distance)), ...above];
    if (near.length === 0) continue;
    if (!near.includes(owner)) return "none";
    return distance > 0 && above.includes(owner) && MODEL.test(lines[line - distance] ?? "") ? "own" : "near";
  }
  return "none";
}

const MODEL = /^\s*(export\s+|public\s+|data\s+|abstract\s+|final\s+)*(class|model|struct|interface|type|record|defmodule)\s/u;

const BEFORE_TABLE =
  /(\b(from|join|into|update|table|references|truncate|only|copy|on)\s+(?:["`]?\w+["`]?\.)?["`]?|\b\w*(table|tablename|entity|knex|from|into|join|map|table_?name)\w*["']?\s*[(:=]+\s*(?:\w+\s*=\s*)?["'`])$/iu;
const DEFINES = /\b(class|model|struct|interface|type|object|record|entity|defmodule)\s+(\w+\.)*$/u;

function weighRelation({ exact, oneWord, name }: Spelled, around: Around, before: string, after: string): Certainty | null {
  // A common table expression of that name.
  if (/^["`]?\s+as\s+(not\s+materialized\s+|materialized\s+)?\(/iu.test(after)) return null;
  if (exact && BEFORE_TABLE.test(before)) return isImport(before, after) ? null : "sure";
  if (DEFINES.test(before)) return mapsToNew(name, around) ? null : "likely";
  if (oneWord) return null;
  return exact && (isSql(around.file) || /["'`]$/u.test(before) || /["'`][^"'`]*$/u.test(before)) ? "sure" : "likely";
}

/** `import users from "./users"`, `from users import …`. */
function isImport(before: string, after: string): boolean {
  return /^\s*from\s+$/u.test(before) && /^[\w.]*\s+import\b/u.test(after);
}

/** The class says itself which table it stands for. */
function mapsToNew({ to }: VanishingName, { lines, line }: Around): boolean {
  if (to === null) return false;
  const word = new RegExp(`\\b${escaped(to)}\\b`, "u");
  return lines.slice(Math.max(0, line - 5), line + 40).some((each) => word.test(each));
}

function weighRoutine({ exact, oneWord }: Spelled, file: string, before: string, after: string): Certainty | null {
  const called = /^["`]?\s*\(/u.test(after);
  if (!exact || /\b(def|function|func|fn)\s+$/u.test(before)) return null;
  if (called && (isSql(file) || /\b(select|call|perform|execute|from|trigger)\s+(\w+\.)?["`]?$/iu.test(before))) return "sure";
  if (/\b(rpc|call|function)\w*\(\s*["'`]$/iu.test(before)) return "sure";
  return called && !oneWord ? "likely" : null;
}

function weighType({ exact, oneWord }: Spelled, file: string, before: string): Certainty | null {
  if (!exact) return null;
  if (/::\s*(\w+\.)?["`]?$/u.test(before)) return "sure";
  if (oneWord) return null;
  return isSql(file) || /["'`]$/u.test(before) ? "sure" : "likely";
}

/** A label is a string like any other, but for the column that it is compared with. */
function weighLabel({ exact, columns }: Spelled, line: string, before: string, after: string): Certainty | null {
  const quoted = /["'`]$/u.test(before) && /^["'`]/u.test(after);
  if (!exact || !quoted) return null;
  return [...columns].some((column) => new RegExp(`(?<![\\w])${escaped(column)}(?!\\w)`, "u").test(line)) ? "sure" : null;
}

function isSql(file: string): boolean {
  return /\.(sql|psql|pgsql)$/iu.test(file);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}
