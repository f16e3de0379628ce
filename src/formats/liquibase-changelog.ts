import type { SourceFile } from "../model/migration.js";
import type { Element, ElementText } from "./element.js";
import { changelogElements } from "./liquibase-elements.js";

export type ChangelogEntry =
  | { readonly kind: "include" | "includeAll"; readonly path: string; readonly relative: boolean; readonly ending: string }
  | { readonly kind: "property"; readonly name: string; readonly value: string }
  | { readonly kind: "changeset"; readonly changeset: ChangelogChangeset };

/** A changeset of a changelog in XML, YAML or JSON. */
export interface ChangelogChangeset {
  readonly id: string;
  readonly author: string;
  readonly line: number;
  attribute(name: string): string | null;
  readonly changes: readonly ChangelogSql[];
  /** Null where it names no way back. */
  readonly back: readonly ChangelogSql[] | null;
  /** Changes that are no SQL, by their names; those of the way back begin with `rollback: `. */
  readonly foreign: readonly string[];
  readonly hasPreconditions: boolean;
  readonly pointsElsewhere: boolean;
}

/** One `sql` or `sqlFile`. */
export interface ChangelogSql {
  readonly line: number;
  /** SQL in the changelog itself. */
  readonly texts: readonly ElementText[];
  /** SQL in a file of its own. */
  readonly file: { readonly path: string; readonly relative: boolean } | null;
  readonly splitStatements: string | null;
  readonly endDelimiter: string | null;
}

/** Names of a changeset's parts that change nothing of the schema. */
const IDLE = new Set(["comment", "validCheckSum", "tagDatabase", "empty", "output", "changes", "rollback", "preConditions"]);

export function readChangelog(file: SourceFile): { readonly entries: readonly ChangelogEntry[]; readonly fault: string | null } {
  const read = changelogElements(file);
  const lineOf = (at: number) => file.text.slice(0, at).split("\n").length;
  if ("fault" in read) return { entries: [], fault: `line ${lineOf(read.at)}: ${read.fault}` };
  return { entries: read.elements.flatMap((element) => entriesOf(element, lineOf)), fault: null };
}

type LineOf = (at: number) => number;

function entriesOf(element: Element, lineOf: LineOf): readonly ChangelogEntry[] {
  const value = (name: string) => element.attributes.get(name) ?? null;
  if (element.name === "include" || element.name === "includeAll") {
    const path = value(element.name === "include" ? "file" : "path");
    const relative = value("relativeToChangelogFile") === "true";
    return path === null ? [] : [{ kind: element.name, path, relative, ending: value("endsWithFilter") ?? "" }];
  }
  if (element.name === "property") {
    const [name, text, dbms] = [value("name"), value("value"), value("dbms")];
    return name === null || text === null || !isForPostgres(dbms) ? [] : [{ kind: "property", name, value: text }];
  }
  return element.name === "changeSet" ? [{ kind: "changeset", changeset: changesetOf(element, lineOf) }] : [];
}

function changesetOf(element: Element, lineOf: LineOf): ChangelogChangeset {
  const isAttribute = (child: Element) => element.attributes.has(child.name);
  const listed = element.children.filter(({ name }) => name === "changes").flatMap(({ children }) => children);
  const own = [...element.children.filter((child) => !isAttribute(child)), ...listed];
  const backs = element.children.filter(({ name }) => name === "rollback");
  const backParts = backs.flatMap(({ children }) => children).filter(({ name }) => !isPointer(name));
  const foreign = [
    ...own.filter(({ name }) => !IDLE.has(name) && !isSqlChange(name)).map(({ name }) => name),
    ...backParts.filter(({ name }) => !IDLE.has(name) && !isSqlChange(name)).map(({ name }) => `rollback: ${name}`),
  ];
  const sqlOf = (parts: readonly Element[]) =>
    parts.filter(({ name }) => isSqlChange(name)).flatMap((part) => sqlChange(part, lineOf));
  return {
    id: element.attributes.get("id") ?? "",
    author: element.attributes.get("author") ?? "",
    line: lineOf(element.start),
    attribute: (name) => element.attributes.get(name) ?? null,
    changes: sqlOf(own),
    back: backs.length === 0 ? null : [...backs.flatMap((back) => bareSql(back, lineOf)), ...sqlOf(backParts)],
    foreign: [...new Set(foreign)],
    hasPreconditions: element.children.some(({ name }) => name === "preConditions"),
    pointsElsewhere: backs.some(({ attributes }) => [...attributes.keys()].some(isPointer)),
  };
}

function isSqlChange(name: string): boolean {
  return name === "sql" || name === "sqlFile";
}

function isPointer(name: string): boolean {
  return /^changeSet(Id|Author|Path)$/u.test(name);
}

function sqlChange(element: Element, lineOf: LineOf): readonly ChangelogSql[] {
  const value = (name: string) => element.attributes.get(name) ?? null;
  if (!isForPostgres(value("dbms"))) return [];
  const inside = element.children.filter(({ name }) => name === "sql").flatMap(({ texts }) => texts);
  const path = element.name === "sqlFile" ? value("path") : null;
  return [
    {
      line: lineOf(element.start),
      texts: inside.length > 0 ? inside : element.texts,
      file: path === null ? null : { path, relative: value("relativeToChangelogFile") === "true" },
      splitStatements: value("splitStatements"),
      endDelimiter: value("endDelimiter"),
    },
  ];
}

/** SQL that stands in `rollback` itself. */
function bareSql(element: Element, lineOf: LineOf): readonly ChangelogSql[] {
  if (element.texts.length === 0) return [];
  const line = lineOf(element.start);
  return [{ line, texts: element.texts, file: null, splitStatements: null, endDelimiter: null }];
}

function isForPostgres(dbms: string | null): boolean {
  const named = (dbms ?? "")
    .toLowerCase()
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  if (named.includes("!postgresql") || named.includes("none")) return false;
  const wanted = named.filter((one) => !one.startsWith("!"));
  return wanted.length === 0 || wanted.includes("postgresql") || wanted.includes("all");
}
