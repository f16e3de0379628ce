import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { keepRanges } from "./keep-ranges.js";
import { makeMigration } from "./make-migration.js";
import { markerLine } from "./marker-line.js";
import { compareText } from "./order.js";
import { isSql, nameOf, stemOf } from "./path-parts.js";
import { saysSomething } from "./says-something.js";
import { shareOf } from "./share-of.js";

/** `<timestamp>_<name>.sql` with `-- Up Migration` and `-- Down Migration`; all pending ones run in one transaction. */
export const nodePgMigrate: Format = {
  id: "node-pg-migrate",
  title: "node-pg-migrate",
  detect(files) {
    const { share, words } = shareOf(files, ({ text }) => markerLine(text, "up") >= 0);
    return share < 0.5 ? { weight: 0, sign: "" } : { weight: 0.96, sign: `${words} carry \`-- Up Migration\`` };
  },
  read: readFiles,
  isFlat: true,
  prelude: [
    {
      title: "node-pg-migrate's pgmigrations",
      sql: "CREATE TABLE IF NOT EXISTS pgmigrations (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);",
    },
  ],
  whenLate: "node-pg-migrate stops: a migration that was not run precedes one that was (unless `--no-check-order`).",
  whenTwice: "node-pg-migrate tells migrations apart by their whole name and runs both, in the order of their names.",
};

function readFiles(files: readonly SourceFile[]): FormatResult {
  const problems: HistoryProblem[] = [];
  const migrations: Migration[] = [];
  const note = (kind: HistoryProblem["kind"], file: SourceFile, why: string) =>
    problems.push({ kind, file: file.path, migration: null, message: `${nameOf(file.path)} ${why}.` });
  for (const file of files) {
    const version = /^(\d+)/u.exec(nameOf(file.path))?.[1];
    if (/\.[cm]?[jt]s$/u.test(file.path) && version !== undefined)
      note("file-ignored", file, "is written in JavaScript or TypeScript: what it does to the database was not seen");
    if (!isSql(file.path)) continue;
    if (version === undefined) {
      note("file-ignored", file, "has no timestamp in front, so node-pg-migrate runs it in no order to rely on; it was left out");
      continue;
    }
    const { up, down } = directions(file);
    const id = stemOf(file.path);
    migrations.push(
      makeMigration({ id, version: stampOf(version), up, down: down !== null && saysSomething(down.text) ? down : null }, [file]),
    );
  }
  migrations.sort((a, b) => Number(a.version) - Number(b.version) || compareText(a.id, b.id));
  return { migrations, problems };
}

/** 17 digits are a date and a time to the millisecond, in UTC; all others count as they are. */
function stampOf(digits: string): string {
  const [, year, month, day, hour, minute, second, milli] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/u.exec(digits) ?? [];
  if (year === undefined) return digits;
  return String(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), Number(milli)),
  );
}

/** Each marker begins its direction, whichever comes first; what stands above both is nobody's, unless there is no way forth marked. */
function directions(file: SourceFile): { readonly up: Script; readonly down: Script | null } {
  const { text } = file;
  const [up, down] = [markerLine(text, "up"), markerLine(text, "down")];
  const end = (own: number, other: number) => (other < own ? text.length : other);
  const script = (start: number, stop: number): Script => ({
    file: file.path,
    text: keepRanges(text, [{ start, end: stop }]),
    transaction: "all",
    psql: false,
  });
  return {
    up: up < 0 ? script(0, text.length) : script(up, end(up, down)),
    down: down < 0 ? null : script(down, end(down, up)),
  };
}
