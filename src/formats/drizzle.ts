import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import type { Range } from "./keep-ranges.js";
import { makeMigration } from "./make-migration.js";
import { compareText } from "./order.js";
import { folderOf, isSql, nameOf, stemOf } from "./path-parts.js";
import { shareOf } from "./share-of.js";

const BREAKPOINT = "--> statement-breakpoint";

/**
 * `meta/_journal.json` names the files and orders them; since 1.0 each migration is a folder with `migration.sql` and
 * `snapshot.json`, in the order of their names. All pending ones run in one transaction, piece by piece.
 */
export const drizzle: Format = {
  id: "drizzle",
  title: "Drizzle Kit",
  detect(files) {
    if (journalOf(files) !== undefined) return { weight: 1, sign: "there is a meta/_journal.json" };
    const { share, words } = shareOf(files, isBesideSnapshot(files));
    return share < 0.5 ? { weight: 0, sign: "" } : { weight: 0.95, sign: `${words} are a migration.sql beside a snapshot.json` };
  },
  read: (files) => (journalOf(files) === undefined ? readFolders(files) : readJournal(files)),
  prelude: [
    {
      title: "Drizzle's __drizzle_migrations",
      sql: "CREATE SCHEMA IF NOT EXISTS drizzle; CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint);",
    },
  ],
  whenLate:
    "With a journal, Drizzle runs only what is younger than the newest entry that a database has: it passes this one over and says nothing. With a folder a migration it runs it all the same, after the newer ones.",
  whenTwice: "Drizzle runs only what is younger than the newest entry that a database has, so it may pass over the second.",
};

interface Entry {
  readonly tag: string;
  readonly when: number;
}

function readJournal(files: readonly SourceFile[]): FormatResult {
  const journal = journalOf(files);
  if (journal === undefined) return { migrations: [], problems: [] };
  const entries = parseEntries(journal.text);
  if (entries === null)
    return { migrations: [], problems: [unreadable(journal.path, "is no list of entries with `tag` and `when`")] };
  const root = folderOf(folderOf(journal.path));
  const byPath = new Map(files.map((file) => [file.path, file]));
  const migrations: Migration[] = [];
  const problems: HistoryProblem[] = [];
  const dialect = /"dialect"\s*:\s*"([^"]*)"/u.exec(journal.text)?.[1];
  if (dialect !== undefined && !/^(pg|postgresql)$/u.test(dialect))
    problems.push(unreadable(journal.path, `is for ${dialect}, not for Postgres`));
  const tags = entries.map((entry) => entry.tag);
  for (const tag of new Set(tags.filter((one, index) => tags.indexOf(one) !== index)))
    problems.push(unreadable(journal.path, `names ${tag} twice, so Drizzle runs it twice`));
  for (const { tag, when } of entries.filter((entry, index) => tags.indexOf(entry.tag) === index)) {
    const file = byPath.get(root === "" ? `${tag}.sql` : `${root}/${tag}.sql`);
    if (file === undefined) problems.push(unreadable(journal.path, `names ${tag}, but there is no ${tag}.sql`));
    else migrations.push(makeMigration({ id: tag, version: String(when), up: script(file), down: null }, [file]));
  }
  const listed = new Set(entries.map((entry) => entry.tag));
  for (const file of files.filter(({ path }) => isSql(path) && folderOf(path) === root && !listed.has(stemOf(path)))) {
    const message = `${nameOf(file.path)} is not in meta/_journal.json, so Drizzle never runs it.`;
    problems.push({ kind: "file-ignored", file: file.path, migration: null, message });
  }
  return { migrations, problems };
}

function readFolders(files: readonly SourceFile[]): FormatResult {
  const own = files.filter(({ path }) => nameOf(path) === "migration.sql");
  const sorted = own.toSorted((a, b) => compareText(nameOf(folderOf(a.path)), nameOf(folderOf(b.path))));
  const migrations = sorted.map((file) => {
    const id = nameOf(folderOf(file.path));
    return makeMigration({ id, version: id, up: script(file), down: null }, [file]);
  });
  const problems = files
    .filter((file) => isSql(file.path) && !own.includes(file))
    .map(({ path }): HistoryProblem => {
      const message = `${path} is no migration.sql in a folder of its own, so Drizzle never runs it.`;
      return { kind: "file-ignored", file: path, migration: null, message };
    });
  return { migrations, problems };
}

/** Prisma's folders look alike, but hold no snapshot. */
function isBesideSnapshot(files: readonly SourceFile[]): (file: SourceFile) => boolean {
  const snapshots = new Set(files.filter(({ path }) => nameOf(path) === "snapshot.json").map(({ path }) => folderOf(path)));
  return ({ path }) => nameOf(path) === "migration.sql" && snapshots.has(folderOf(path));
}

function journalOf(files: readonly SourceFile[]): SourceFile | undefined {
  return files.find((file) => /(^|\/)meta\/_journal\.json$/u.test(file.path));
}

function parseEntries(text: string): readonly Entry[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch {
    return null; // Reported by the caller as a journal that cannot be read.
  }
  const entries = typeof value === "object" && value !== null && "entries" in value ? value.entries : null;
  return Array.isArray(entries) && entries.every(isEntry) ? entries : null;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  return "tag" in value && typeof value.tag === "string" && "when" in value && typeof value.when === "number";
}

function script(file: SourceFile): Script {
  const pieces: Range[] = [];
  for (let start = 0; start < file.text.length; ) {
    const at = file.text.indexOf(BREAKPOINT, start);
    const end = at < 0 ? file.text.length : at;
    if (file.text.slice(start, end).trim() !== "") pieces.push({ start, end });
    start = at < 0 ? file.text.length : at + BREAKPOINT.length;
  }
  return { file: file.path, text: file.text, transaction: "all", pieces, psql: false };
}

function unreadable(path: string, why: string): HistoryProblem {
  return { kind: "file-unreadable", file: path, migration: null, message: `${path} ${why}.` };
}
