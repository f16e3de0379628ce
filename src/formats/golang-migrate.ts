import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { liesInNumberedFolders } from "./numbered-folders.js";
import { compareDigits, compareText } from "./order.js";
import { isSql, nameOf } from "./path-parts.js";
import { shareOf } from "./share-of.js";

const NAME = /^(?<id>(?<version>\d+)_.*)\.(?<direction>up|down)\.sql$/u;

/** `000001_name.up.sql` with `000001_name.down.sql`; each file travels as one simple query. */
export const golangMigrate: Format = {
  id: "golang-migrate",
  title: "golang-migrate",
  detect(files, around) {
    const { share, words } = shareOf(files, (file) => NAME.test(nameOf(file.path)));
    const inModule = around.some((file) => nameOf(file.path) === "go.mod" && file.text.includes("golang-migrate/migrate"));
    // Its file source reads one folder: ReadDir of source/iofs, v4.
    if (share < 0.5 || liesInNumberedFolders(files.map(({ path }) => path))) return { weight: 0, sign: "" };
    return {
      weight: inModule ? 0.95 : 0.7,
      sign: `${words} are named <version>_<name>.up.sql or .down.sql${inModule ? ", and go.mod requires it" : ""}`,
    };
  },
  read: readUpDownPairs,
  isFlat: true,
  prelude: [
    {
      title: "golang-migrate's schema_migrations",
      sql: "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);",
    },
  ],
  whenLate: "golang-migrate keeps only the newest version, so a database that has it never runs this file and says nothing.",
  whenTwice: "golang-migrate refuses to start: duplicate migration file.",
};

function readUpDownPairs(files: readonly SourceFile[]): FormatResult {
  const ups = new Map<string, { file: SourceFile; id: string }>();
  const downs = new Map<string, SourceFile>();
  const problems: HistoryProblem[] = [];
  for (const file of files.filter((one) => isSql(one.path))) {
    const parts = NAME.exec(nameOf(file.path))?.groups;
    const id = parts?.["id"];
    if (id === undefined) problems.push(ignored(file));
    else if (parts?.["direction"] === "up") ups.set(id, { file, id });
    else downs.set(id, file);
  }
  const migrations = [...ups.values()].map(({ file, id }) => pair(id, file, takeDown(id, ups, downs)));
  for (const [id, file] of downs) {
    const message = `${nameOf(file.path)} is a way back without a way forth: golang-migrate knows no up file of version ${versionOf(id)}.`;
    problems.push({ kind: "down-without-up", file: file.path, migration: null, message });
  }
  migrations.sort((a, b) => compareDigits(versionOf(a.id), versionOf(b.id)) || compareText(a.id, b.id));
  return { migrations, problems };
}

/** The tool pairs by version; the names may differ, unless the version is used twice. */
function takeDown(id: string, ups: ReadonlyMap<string, unknown>, downs: Map<string, SourceFile>): SourceFile | undefined {
  const sameVersion = (other: string) => compareDigits(versionOf(other), versionOf(id)) === 0;
  const alone = [...ups.keys()].filter(sameVersion).length === 1;
  const key = downs.has(id) ? id : alone ? [...downs.keys()].find(sameVersion) : undefined;
  if (key === undefined) return undefined;
  const file = downs.get(key);
  downs.delete(key);
  return file;
}

function pair(id: string, up: SourceFile, down: SourceFile | undefined): Migration {
  const back = down === undefined ? null : wholeFile(down, "implicit");
  return makeMigration({ id, version: versionOf(id), up: wholeFile(up, "implicit"), down: back }, [up, down]);
}

function versionOf(id: string): string {
  return /^\d+/u.exec(id)?.[0] ?? id;
}

function ignored(file: SourceFile): HistoryProblem {
  const message = `${nameOf(file.path)} is not named <version>_<name>.up.sql or .down.sql, so golang-migrate never runs it.`;
  return { kind: "file-ignored", file: file.path, migration: null, message };
}
