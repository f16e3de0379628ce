import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import { readAnnotated } from "./annotated-script.js";
import type { Format, FormatResult } from "./format.js";
import { compareDigits, compareText } from "./order.js";
import { isSql, nameOf, stemOf } from "./path-parts.js";
import { readAnnotatedFile } from "./read-annotated-file.js";
import { shareOf } from "./share-of.js";

const ANNOTATION = /^-- \+migrate (.+)$/u;

/** One file with `-- +migrate Up` and `-- +migrate Down`; `notransaction` behind either lets its statements run bare. */
export const sqlMigrate: Format = {
  id: "sql-migrate",
  title: "sql-migrate",
  detect(files) {
    const { share, words } = shareOf(files, (file) => /^(\uFEFF)?-- \+migrate up\b/imu.test(file.text));
    return share < 0.5 ? { weight: 0, sign: "" } : { weight: 0.98, sign: `${words} carry \`-- +migrate Up\`` };
  },
  read: readFiles,
  isFlat: true,
  prelude: [
    {
      title: "sql-migrate's gorp_migrations",
      sql: "CREATE TABLE IF NOT EXISTS gorp_migrations (id text NOT NULL PRIMARY KEY, applied_at timestamp with time zone);",
    },
  ],
  whenLate: "sql-migrate runs it all the same, after the newer ones: a fresh database gets another order than yours.",
  whenTwice: "sql-migrate tells migrations apart by their whole file name.",
};

function readFiles(files: readonly SourceFile[]): FormatResult {
  const migrations: Migration[] = [];
  const problems: HistoryProblem[] = [];
  for (const file of files.filter((one) => isSql(one.path))) {
    const id = stemOf(file.path);
    const tool = {
      title: "sql-migrate",
      annotation: "-- +migrate Up",
      shapeOf: ({ options }: { options: string }) =>
        /\bnotransaction\b/u.test(options) ? ("statement" as const) : ("file" as const),
    };
    const read = readAnnotatedFile(file, readAnnotated(file.text, ANNOTATION), tool, { id, version: id });
    if (read.migration !== null) migrations.push(read.migration);
    problems.push(...read.problems);
  }
  migrations.sort((a, b) => compareNames(nameOf(a.up.file), nameOf(b.up.file)));
  return { migrations, problems };
}

/** Numbered names by number, then by name; those without a number last. */
function compareNames(left: string, right: string): number {
  const [a, b] = [/^\d+/u.exec(left)?.[0], /^\d+/u.exec(right)?.[0]];
  if (a !== undefined && b !== undefined) return compareDigits(a, b) || compareText(left, right);
  if (a === undefined && b === undefined) return compareText(left, right);
  return a === undefined ? 1 : -1;
}
