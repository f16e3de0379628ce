import type { SourceFile } from "../model/migration.js";
import type { Range } from "./keep-ranges.js";
import { type Line, linesOf } from "./lines.js";

/** One `--changeset` of a formatted SQL file. */
export interface Changeset {
  readonly id: string;
  readonly author: string;
  /** Of the `--changeset` line. */
  readonly line: number;
  /** Attributes as written: `runInTransaction`, `dbms`, … */
  attribute(name: string): string | null;
  readonly sql: readonly Range[];
  /** What `--rollback` lines and `liquibase rollback` comments hold, without their markers. */
  readonly rollback: readonly Range[];
  readonly hasPreconditions: boolean;
}

export interface FormattedFile {
  readonly changesets: readonly Changeset[];
  /** Why Liquibase refuses the file, as ends of sentences. */
  readonly faults: readonly string[];
  /** There is SQL above the first changeset, which Liquibase passes over in silence. */
  readonly strayLine: boolean;
  /** `--property name:… value:…`. */
  readonly properties: ReadonlyMap<string, string>;
  readonly logicalFilePath: string | null;
}

export const FORMATTED = /^\uFEFF?\s*--\s*liquibase\s*formatted/iu;
const CHANGESET = /^\s*--\s*changeset\s+("[^"]+"|[^:]+):\s*("[^"]+"|\S+)(.*)$/iu;
const PROPERTY = /^\s*--\s*property\s+.*:/iu;
const ROLLBACK = /^(\s*--\s*rollback )(.*)$/iu;
const ONE_DASH = /^\s*-\s*(changeset|rollback|preconditions|property|comment|ignoreLines)\b/iu;

interface Open extends Changeset {
  readonly sql: Range[];
  readonly rollback: Range[];
  hasPreconditions: boolean;
}

/** Line by line, as Liquibase's parser goes. */
export function readFormattedFile(file: SourceFile): FormattedFile {
  const changesets: Open[] = [];
  const faults: string[] = [];
  const properties = new Map<string, string>();
  const lines = linesOf(file.text);
  let current: Open | null = null;
  let strayLine = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined) break;
    const skipped = ignoredAfter(lines, at);
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    const changeset = CHANGESET.exec(line.text);
    if (PROPERTY.test(line.text)) readProperty(line.text, properties);
    else if (changeset !== null) {
      current = open(changeset, at + 1);
      changesets.push(current);
    } else if (/^\s*--\s*changeset\b/iu.test(line.text) || ONE_DASH.test(line.text))
      faults.push(`line ${at + 1} is malformed: ${line.text.trim()}`);
    else if (current === null) strayLine ||= !/^\s*(--|$)/u.test(line.text);
    else at = take(current, lines, at, line);
  }
  for (const { id, author, sql } of changesets) {
    if (!sql.some(({ start, end }) => file.text.slice(start, end).trim() !== ""))
      faults.push(`changeset ${author}:${id} has no SQL`);
  }
  const logicalFilePath =
    /^.*logicalFilePath:(\S+)/iu.exec(lines.find((line) => FORMATTED.test(line.text))?.text ?? "")?.[1] ?? null;
  return { changesets, faults, strayLine, properties, logicalFilePath };
}

function open([, author = "", id = "", rest = ""]: RegExpExecArray, line: number): Open {
  const bare = (text: string) => text.replace(/^"(.*)"$/u, "$1");
  return {
    id: bare(id),
    author: bare(author),
    line,
    attribute: (name) => {
      const found = new RegExp(`(?:^|[^\\w])${name}:("[^"]*"|\\S*)`, "iu").exec(rest)?.[1];
      return found === undefined || found === "" ? null : bare(found);
    },
    sql: [],
    rollback: [],
    hasPreconditions: false,
  };
}

/** One line inside of a changeset; returns the last line that it took. */
function take(current: Open, lines: readonly Line[], at: number, line: Line): number {
  const rollback = ROLLBACK.exec(line.text);
  if (rollback !== null) current.rollback.push({ start: line.start + (rollback[1] ?? "").length, end: line.end });
  else if (/^\s*\/\*\s*liquibase\s*rollback\s*$/iu.test(line.text)) {
    const close = lines.findIndex((other, index) => index > at && /\*\/\s*$/u.test(other.text));
    const last = lines[close < 0 ? lines.length - 1 : close];
    if (last === undefined) return at;
    const end = close < 0 ? last.end : last.start + last.text.lastIndexOf("*/");
    current.rollback.push({ start: line.end, end });
    return close < 0 ? lines.length : close;
  } else if (/^\s*--\s*precondition/iu.test(line.text)) current.hasPreconditions = true;
  else if (!/^--\s*(comment:? |validCheckSum:? )/iu.test(line.text)) current.sql.push({ start: line.start, end: line.end });
  return at;
}

/** The last line that `--ignoreLines:<count>` or `--ignoreLines:start` takes out; null where the line is none. */
function ignoredAfter(lines: readonly Line[], at: number): number | null {
  const asked = /^--\s*ignoreLines:(\w+)/iu.exec(lines[at]?.text ?? "")?.[1];
  if (asked === undefined) return null;
  if (asked !== "start") return at + (Number.parseInt(asked, 10) || 0);
  const end = lines.findIndex((line, index) => index > at && /^--\s*ignoreLines:end/iu.test(line.text));
  return end < 0 ? lines.length : end;
}

function readProperty(line: string, properties: Map<string, string>): void {
  const name = /name:\s*(\S+)/iu.exec(line)?.[1];
  const value = /value:\s*(\S+)/iu.exec(line)?.[1];
  const dbms = /dbms:\s*(\S+)/iu.exec(line)?.[1];
  if (name !== undefined && value !== undefined && !properties.has(name) && (dbms === undefined || /postgresql|all/iu.test(dbms)))
    properties.set(name, value);
}
