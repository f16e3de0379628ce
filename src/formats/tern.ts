import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { fillGoTemplate } from "./go-template.js";
import { keepRanges, type Range } from "./keep-ranges.js";
import { lineOf } from "./line-of.js";
import { linesOf } from "./lines.js";
import { makeMigration } from "./make-migration.js";
import { compareDigits } from "./order.js";
import { commonFolder, folderOf, isSql, nameOf, stemOf } from "./path-parts.js";
import { saysSomething } from "./says-something.js";

const DIVIDER = "---- create above / drop below ----";
const BARE = "---- tern: disable-tx ----";
const NAME = /^(\d+)_.+\.sql$/u;

/** One file a migration, way forth above the divider and way back below it; one transaction unless `tern: disable-tx`. */
export const tern: Format = {
  id: "tern",
  title: "tern",
  detect(files, around) {
    const marked = files.filter((file) => isSql(file.path) && (file.text.includes(DIVIDER) || file.text.includes(BARE))).length;
    if (marked > 0) return { weight: 0.97, sign: `${marked} SQL files carry \`${DIVIDER}\`` };
    const configured = [...files, ...around].some((file) => nameOf(file.path) === "tern.conf");
    return configured ? { weight: 0.95, sign: "there is a tern.conf" } : { weight: 0, sign: "" };
  },
  read: readFiles,
  prelude: [{ title: "tern's schema_version", sql: "CREATE TABLE IF NOT EXISTS public.schema_version (version int4 NOT NULL);" }],
  whenLate: "tern keeps only the newest version, so a database that has it never runs this file and says nothing.",
  whenTwice: "tern refuses to start: duplicate migration.",
};

function readFiles(files: readonly SourceFile[], options: FormatOptions): FormatResult {
  const data = dataOf(files);
  const migrations: Migration[] = [];
  const problems: HistoryProblem[] = [];
  const sql = files.filter((file) => isSql(file.path));
  const root = commonFolder(sql.map((file) => file.path));
  // Files in folders below are templates that migrations include.
  for (const file of sql.filter(({ path }) => folderOf(path) === root)) {
    const version = NAME.exec(nameOf(file.path))?.[1];
    const report = (kind: "file-ignored" | "file-unreadable", why: string) =>
      problems.push({
        kind,
        file: file.path,
        migration: version === undefined ? null : stemOf(file.path),
        message: `${nameOf(file.path)} ${why}.`,
      });
    if (version === undefined) {
      report("file-ignored", "is not named <version>_<name>.sql, so tern never runs it");
      continue;
    }
    const { text, missing } = fillGoTemplate(file, { ...data, ...options.placeholders });
    for (const first of missing) {
      const why = /^template\b/u.test(first)
        ? "which brings in another file and was not followed"
        : "for which no value is set. Set it under `placeholders`";
      report("file-unreadable", `uses {{ ${first} }} in line ${lineOf(file.text, actionIn(file.text, first))}, ${why}`);
    }
    migrations.push(makeMigration({ id: stemOf(file.path), version, ...directions({ ...file, text }) }, [file]));
  }
  migrations.sort((a, b) => compareDigits(a.version ?? "", b.version ?? ""));
  return { migrations, problems };
}

/** An action with its braces: the same words may stand elsewhere, in a comment. */
function actionIn(text: string, action: string): string {
  const found = [...text.matchAll(/\{\{-?(.*?)-?\}\}/gsu)].find(([, inner = ""]) => inner.trim() === action);
  return found?.[0] ?? action;
}

/** `[data]` of tern.conf: what templates may use. */
function dataOf(files: readonly SourceFile[]): Readonly<Record<string, string>> {
  const text = files.find(({ path }) => nameOf(path) === "tern.conf")?.text ?? "";
  const values: [string, string][] = [];
  let section = "";
  for (const line of text.split("\n").map((each) => each.trim())) {
    section = /^\[(\w+)\]$/u.exec(line)?.[1] ?? section;
    const [, name = "", value = ""] = /^(\w+)\s*=(.*)$/u.exec(line) ?? [];
    if (section === "data" && name !== "") values.push([name, value.trim()]);
  }
  return Object.fromEntries(values);
}

function directions(file: SourceFile): { readonly up: Script; readonly down: Script | null } {
  const above: Range[] = [];
  const below: Range[] = [];
  const bare = { above: false, below: false };
  let divided = false;
  for (const line of linesOf(file.text)) {
    if (!divided && line.text.includes(DIVIDER)) divided = true;
    else if (line.text === BARE) bare[divided ? "below" : "above"] = true;
    else (divided ? below : above).push(line);
  }
  const script = (ranges: readonly Range[], isBare: boolean): Script => ({
    file: file.path,
    text: keepRanges(file.text, ranges),
    transaction: isBare ? "statement" : "file",
    psql: false,
  });
  const down = script(below, bare.below);
  return { up: script(above, bare.above), down: saysSomething(down.text) ? down : null };
}
