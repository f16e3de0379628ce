import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import { type AtlasArchive, readAtlasArchive } from "./atlas-archive.js";
import type { Format, FormatResult } from "./format.js";
import { keepRanges, type Range } from "./keep-ranges.js";
import { linesOf } from "./lines.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { compareText } from "./order.js";
import { folderOf, isSql, nameOf, stemOf } from "./path-parts.js";

/** A directory with `atlas.sum`: `*.sql` in the order of their names, a transaction each unless `-- atlas:txmode none`. */
export const atlas: Format = {
  id: "atlas",
  title: "Atlas",
  detect(files) {
    // Atlas sums up directories of other tools too: their own signs tell those apart.
    if (sumOf(files) !== undefined) return { weight: 0.6, sign: "there is an atlas.sum" };
    const marked = files.some((file) => isSql(file.path) && directives(file.text).length > 0);
    return marked ? { weight: 0.6, sign: "SQL files carry `-- atlas:` directives" } : { weight: 0, sign: "" };
  },
  read: readFiles,
  prelude: [
    {
      title: "Atlas's atlas_schema_revisions",
      sql: `CREATE SCHEMA IF NOT EXISTS atlas_schema_revisions;
CREATE TABLE IF NOT EXISTS atlas_schema_revisions.atlas_schema_revisions (
  version character varying NOT NULL PRIMARY KEY, description character varying NOT NULL, type bigint NOT NULL DEFAULT 2,
  applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0, executed_at timestamptz NOT NULL, execution_time bigint NOT NULL,
  error text NULL, error_stmt text NULL, hash character varying NOT NULL, partial_hashes jsonb NULL, operator_version character varying NOT NULL
);`,
    },
  ],
  whenLate: "`atlas migrate apply` stops: the file was added out of order (unless `--exec-order` allows it).",
  whenTwice: "Atlas records one version only, so the second of the two never runs.",
};

function readFiles(files: readonly SourceFile[]): FormatResult {
  const sum = sumOf(files);
  const folder = sum === undefined ? null : folderOf(sum.path);
  const problems: HistoryProblem[] = [];
  const migrations: Migration[] = [];
  const note = (kind: HistoryProblem["kind"], file: SourceFile, why: string) =>
    problems.push({ kind, file: file.path, migration: null, message: `${nameOf(file.path)} ${why}.` });
  for (const file of files.filter(({ path }) => isSql(path)).toSorted((a, b) => compareText(a.path, b.path))) {
    if (folder !== null && folderOf(file.path) !== folder)
      note("file-ignored", file, "lies below the folder of atlas.sum, so Atlas never runs it");
    else if (directives(file.text).some(({ name }) => name === "checkpoint"))
      note("file-ignored", file, "is a checkpoint: a database with a history never runs it, so it was left out");
    else {
      const archive = readAtlasArchive(file.text);
      const version = stemOf(file.path).split("_")[0] ?? "";
      const { up, down } = archive === null ? { up: script(file, null), down: null } : scriptsOf(file, archive);
      if (archive !== null && archive.up === null) note("file-unreadable", file, "is an archive without a part `migration.sql`");
      for (const name of archive?.unknown ?? [])
        note("file-unreadable", file, `holds a part ${name}, which means nothing to Atlas`);
      for (const name of archive?.checks ?? [])
        note(
          "file-ignored",
          file,
          `holds assertions (${name}) about the rows of a database: they were not evaluated, it was taken to run`,
        );
      migrations.push(makeMigration({ id: stemOf(file.path), version, up, down }, [file]));
    }
  }
  const [first] = migrations;
  if (sum === undefined && first !== undefined) {
    const message = "Atlas refuses to run: there is no atlas.sum beside the migrations.";
    problems.push({ kind: "checksum-wrong", file: first.up.file, migration: null, message });
  }
  return { migrations, problems };
}

function scriptsOf(file: SourceFile, { up, down }: AtlasArchive): { readonly up: Script; readonly down: Script | null } {
  return { up: script(file, up ?? { start: 0, end: 0 }), down: down === null ? null : script(file, down) };
}

/** The whole file, or one part of an archive, whose directives stand in its own first lines or above all parts. */
function script(file: SourceFile, part: Range | null): Script {
  const { start, end } = part ?? { start: 0, end: file.text.length };
  const own = part === null ? [] : directives(file.text.slice(start, end));
  const value = (name: string) => [...own, ...directives(file.text)].find((one) => one.name === name)?.value;
  const text = part === null ? file.text : keepRanges(file.text, [part]);
  const whole = wholeFile(
    { ...file, text },
    value("txmode") === "none" ? "statement" : value("txmode") === "all" ? "all" : "file",
  );
  const delimiter = value("delimiter")?.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
  return delimiter === undefined ? whole : { ...whole, pieces: cut(text, delimiter) };
}

function cut(text: string, delimiter: string): readonly Range[] {
  const pieces: Range[] = [];
  for (let start = 0; start < text.length; ) {
    const at = text.indexOf(delimiter, start);
    const end = at < 0 ? text.length : at;
    const says = text
      .slice(start, end)
      .split("\n")
      .some((line) => !/^\s*(--|$)/u.test(line));
    if (says) pieces.push({ start, end });
    start = at < 0 ? text.length : at + delimiter.length;
  }
  return pieces;
}

/** Comments at the top of a file address the file, when a blank line sets them off from what follows. */
function directives(text: string): readonly { readonly name: string; readonly value: string }[] {
  const lines = linesOf(text);
  const end = lines.findIndex((line) => !/^(#|--)/u.test(line.text));
  if (end <= 0 || lines[end]?.text !== "") return [];
  return lines.slice(0, end).flatMap((line) => {
    const found = /atlas:(\w+)(?: +(.*))?$/u.exec(line.text.trim());
    return found === null ? [] : [{ name: found[1] ?? "", value: found[2] ?? "" }];
  });
}

function sumOf(files: readonly SourceFile[]): SourceFile | undefined {
  return files.filter(({ path }) => nameOf(path) === "atlas.sum").toSorted((a, b) => a.path.length - b.path.length)[0];
}
