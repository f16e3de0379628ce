import type { RunResult, Session } from "../engine.js";
import { readFingerprint } from "../fingerprint.js";
import type { Definition, Definitions, Kind } from "./definitions.js";
import { isKind } from "./kinds.js";
import { type Entry, linkDefinitions } from "./link-definitions.js";
import { databaseBranches } from "./read/database.js";
import { ALIASES, COMMENTS, DEPENDENCIES } from "./read/links.js";
import { relationBranches } from "./read/relations.js";
import { SHARED } from "./read/sql-parts.js";
import { tablePartBranches } from "./read/table-parts.js";
import { typeBranches } from "./read/types.js";

/** Every object of the database, with enough said to make it again. Run by the observer. PostgreSQL 12 to 18. */
export async function readDefinitions(observer: Session, versionNumber: number): Promise<Definitions> {
  const fingerprint = await readFingerprint(observer, versionNumber);
  const branches = [relationBranches, tablePartBranches, typeBranches, databaseBranches].flatMap((of) => of(versionNumber));
  const entries = (await read(observer, `with ${SHARED}\n${branches.join("\nunion all\n")}`)).map(entryOf);
  const dependencies = (await read(observer, DEPENDENCIES)).map((row) => ({
    key: text(row, "key"),
    needs: text(row, "needs"),
    kind: text(row, "kind"),
  }));
  const aliases = new Map((await read(observer, ALIASES(versionNumber))).map((row) => [text(row, "key"), text(row, "of")]));
  const comments = (await read(observer, COMMENTS)).map((row) => ({
    key: text(row, "key"),
    comment: text(row, "comment"),
    type: text(row, "type"),
    identity: text(row, "identity"),
  }));
  const objects = linkDefinitions(entries, dependencies, aliases, comments);
  return { objects, fingerprint, filled: await readFilled(observer, objects) };
}

type Row = RunResult["rows"][number];

/** Both statements form one transaction, so the empty path ends with it, and every name comes out qualified. */
async function read(observer: Session, sql: string): Promise<readonly Row[]> {
  return (await observer.run(`set local search_path to ''; ${sql}`)).rows;
}

function text(row: Row, column: string): string {
  return String(row[column] ?? "");
}

function entryOf(row: Row): Entry {
  return {
    key: text(row, "key"),
    kind: kindOf(text(row, "kind")),
    parent: text(row, "parent") || null,
    local: text(row, "local"),
    ident: text(row, "ident"),
    name: text(row, "name"),
    raw: text(row, "raw"),
    text: text(row, "text"),
    facts: record(text(row, "facts")),
    facets: record(text(row, "facets")),
    age: Number(text(row, "age")),
  };
}

function kindOf(text: string): Kind {
  if (!isKind(text)) throw new Error(`The catalog query named a kind that is not known: ${text}`);
  return text;
}

function record(json: string): Record<string, string> {
  const value: unknown = JSON.parse(json);
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, item]) => [name, String(item)]));
}

/** A table without pages has no rows, and needs no question. */
async function readFilled(observer: Session, objects: ReadonlyMap<string, Definition>): Promise<ReadonlySet<string>> {
  const candidates = [...objects.values()].filter(({ kind, facts }) => kind === "table" && Number(facts["bytes"] ?? 0) > 0);
  if (candidates.length === 0) return new Set();
  const selects = candidates.map(({ key, name }) => `select '${key}' as key where exists (select 1 from only ${name})`);
  return new Set((await read(observer, selects.join("\nunion all\n"))).map((row) => text(row, "key")));
}
