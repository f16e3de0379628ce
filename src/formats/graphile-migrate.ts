import { createHash } from "node:crypto";
import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { lineOf } from "./line-of.js";
import { linesOf } from "./lines.js";
import { makeMigration } from "./make-migration.js";
import { compareText } from "./order.js";
import { folderOf, isSql, nameOf, stemOf } from "./path-parts.js";
import { saysSomething } from "./says-something.js";

const NAME = /^(\d+)(?:-[-_a-zA-Z0-9]*)?\.sql$/u;
const HEADER = /^--! ([A-Z][a-zA-Z0-9_]*)(?::(.*))?$/u;
/** In front of a word of capitals, a single colon: what its settings may replace. */
const PLACEHOLDER = /(?<![:\w]):([A-Z][0-9A-Z_]+)\b/gu;

/** `committed/000001.sql`, each with its own hash and that of the one before; a transaction each unless `--! no-transaction`. */
export const graphileMigrate: Format = {
  id: "graphile-migrate",
  title: "Graphile Migrate",
  detect(files) {
    const committed = files.filter(isCommitted);
    const headed = committed.filter(({ text }) => /^\uFEFF?--! (Previous|Hash):/u.test(text)).length;
    return headed * 2 > committed.length
      ? { weight: 0.98, sign: `${headed} of ${committed.length} committed SQL files begin with \`--! Previous:\`` }
      : { weight: 0, sign: "" };
  },
  read: readCommitted,
  prelude: [
    {
      title: "Graphile Migrate's graphile_migrate.migrations",
      sql: `CREATE SCHEMA IF NOT EXISTS graphile_migrate;
CREATE TABLE IF NOT EXISTS graphile_migrate.migrations (
  hash text PRIMARY KEY, previous_hash text REFERENCES graphile_migrate.migrations, filename text NOT NULL, date timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS graphile_migrate.current (
  filename text PRIMARY KEY DEFAULT 'current.sql', content text NOT NULL, date timestamptz NOT NULL DEFAULT now()
);`,
    },
  ],
  whenLate: "Graphile Migrate runs only what comes after the newest that a database has, so it passes this one over.",
  whenTwice: "Graphile Migrate stops: the hashes no longer form one chain.",
};

function readCommitted(files: readonly SourceFile[], options: FormatOptions): FormatResult {
  const problems: HistoryProblem[] = [];
  const migrations: Migration[] = [];
  let previous = "-";
  const committed = files.filter((file) => isCommitted(file) && NAME.test(nameOf(file.path)));
  // Sorted by the number as text: what follows it does not count.
  for (const file of committed.toSorted((a, b) => compareText(numberOf(a), numberOf(b)) || compareText(a.path, b.path))) {
    const id = stemOf(file.path);
    const refuse = (why: string, kind: HistoryProblem["kind"] = "checksum-wrong") =>
      problems.push({
        kind,
        file: file.path,
        migration: id,
        message: `Graphile Migrate refuses ${nameOf(file.path)}: ${why}.`,
      });
    const { headers, body, blankAfter } = parse(file.text);
    const [before, hash] = [headers.get("Previous"), headers.get("Hash")];
    if (before === undefined || hash === undefined)
      refuse(`it has no \`--! ${before === undefined ? "Previous" : "Hash"}:\` line`);
    else {
      if (!blankAfter) refuse("no blank line follows its header");
      if (before !== previous) refuse(`its \`Previous\` is ${short(before)}, but the one before it has ${short(previous)}`);
      const right = hashOf(body, before === "-" ? "" : before) === hash;
      if (!right && !headers.has("AllowInvalidHash")) refuse("its `Hash` does not match its content");
      if (right && headers.has("AllowInvalidHash")) refuse("it allows an invalid hash, but the hash is right");
      previous = hash;
    }
    const { text, missing } = fill(file.text, options);
    if (missing.length > 0)
      refuse(
        `line ${lineOf(file.text, missing[0] ?? "")} uses ${missing.join(", ")}, for which no value is set; set it under \`placeholders\``,
        "file-unreadable",
      );
    const transaction = /^--!\s*no-transaction\b/u.test(body) ? "implicit" : "file";
    migrations.push(
      makeMigration({ id, version: numberOf(file), up: { file: file.path, text, transaction, psql: false }, down: null }, [file]),
    );
  }
  return { migrations, problems: [...problems, ...files.flatMap(uncommitted)] };
}

function parse(text: string): {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly blankAfter: boolean;
} {
  const headers = new Map<string, string>();
  for (const line of linesOf(text)) {
    const [header, name, value = ""] = HEADER.exec(line.text) ?? [];
    if (header === undefined || name === undefined)
      return { headers, body: `${text.slice(line.start).trim()}\n`, blankAfter: line.text === "" };
    headers.set(name, value.trim());
  }
  return { headers, body: "\n", blankAfter: false };
}

function hashOf(body: string, previous: string): string {
  return `sha1:${createHash("sha1")
    .update(`${`${previous}\n${body}`.trim()}\n`)
    .digest("hex")}`;
}

function fill(whole: string, { placeholders }: FormatOptions): { readonly text: string; readonly missing: readonly string[] } {
  const values = new Map(Object.entries(placeholders).map(([name, value]) => [name.replace(/^:/u, "").toUpperCase(), value]));
  const missing = new Set<string>();
  const text = whole.replace(PLACEHOLDER, (written, name: string) => {
    const value = values.get(name);
    if (value === undefined) missing.add(written);
    return value?.replace(/[\r\n]+/gu, " ") ?? written;
  });
  return { text, missing: [...missing] };
}

function uncommitted(file: SourceFile): readonly HistoryProblem[] {
  const ignored = (why: string): readonly HistoryProblem[] => [
    { kind: "file-ignored", file: file.path, migration: null, message: `${nameOf(file.path)} ${why}.` },
  ];
  if (!isSql(file.path)) return [];
  if (isCommitted(file))
    return NAME.test(nameOf(file.path))
      ? []
      : ignored("is not named <number>.sql or <number>-<name>.sql, so Graphile Migrate never runs it");
  const isCurrent = nameOf(file.path) === "current.sql" || nameOf(folderOf(file.path)) === "current";
  return isCurrent && saysSomething(file.text)
    ? ignored("is not committed: Graphile Migrate deploys it only after `graphile-migrate commit`")
    : [];
}

function isCommitted({ path }: SourceFile): boolean {
  return isSql(path) && nameOf(folderOf(path)) === "committed";
}

function numberOf({ path }: SourceFile): string {
  return NAME.exec(nameOf(path))?.[1] ?? "";
}

function short(hash: string): string {
  return hash === "-" ? "none" : hash.slice(0, "sha1:".length + 8);
}
