import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { FORMATTED, readFormattedFile } from "./liquibase-changesets.js";
import { ChangesetReader, RUNS_AGAIN } from "./liquibase-migration.js";
import { changelogOrder, isChangelog, sqlFileOf } from "./liquibase-order.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { isSql, nameOf } from "./path-parts.js";

/** Each changeset is a migration of its own, in formatted SQL or as SQL in XML, YAML or JSON, in the order of the changelogs. */
export const liquibase: Format = {
  id: "liquibase",
  title: "Liquibase",
  detect(files) {
    const formatted = files.filter((file) => isSql(file.path) && FORMATTED.test(file.text)).length;
    if (formatted > 0) return { weight: 0.99, sign: `${formatted} SQL files begin with \`--liquibase formatted sql\`` };
    return files.some(isChangelog) ? { weight: 0.9, sign: "there is a databaseChangeLog" } : { weight: 0, sign: "" };
  },
  read: readChangelogs,
  isRepeatable: (id) => id.endsWith(RUNS_AGAIN),
  // Each file is appended to; that one file comes before another says nothing of when their changesets were written.
  ordersTogether: (left, right) => left.up.file === right.up.file,
  prelude: [
    {
      title: "Liquibase's databasechangelog",
      sql: `CREATE TABLE IF NOT EXISTS databasechangelog (
  id VARCHAR(255) NOT NULL, author VARCHAR(255) NOT NULL, filename VARCHAR(255) NOT NULL, dateexecuted TIMESTAMP NOT NULL,
  orderexecuted INTEGER NOT NULL, exectype VARCHAR(10) NOT NULL, md5sum VARCHAR(35), description VARCHAR(255), comments VARCHAR(255),
  tag VARCHAR(255), liquibase VARCHAR(20), contexts VARCHAR(255), labels VARCHAR(255), deployment_id VARCHAR(10)
);
CREATE TABLE IF NOT EXISTS databasechangeloglock (
  id INTEGER NOT NULL PRIMARY KEY, locked BOOLEAN NOT NULL, lockgranted TIMESTAMP, lockedby VARCHAR(255)
);`,
    },
  ],
  whenLate: "Liquibase runs it all the same, after the newer ones: a fresh database gets another order than yours.",
  whenTwice: "Liquibase refuses to start: two changesets have the same file, author and id.",
};

function readChangelogs(files: readonly SourceFile[], options: FormatOptions): FormatResult {
  const order = changelogOrder(files);
  const problems: HistoryProblem[] = [];
  const note = (kind: HistoryProblem["kind"], file: SourceFile, message: string) =>
    problems.push({ kind, file: file.path, migration: null, message });
  for (const { changelog, path } of order.missing)
    note("file-unreadable", changelog, `${changelog.path} includes ${path}, which was not found below the directory.`);
  for (const { changelog, why } of order.faults)
    note("file-unreadable", changelog, `${nameOf(changelog.path)} cannot be read: ${why}.`);
  for (const file of order.left)
    note("file-ignored", file, `${nameOf(file.path)} is included by no changelog, so Liquibase never runs it.`);
  const migrations: Migration[] = [];
  const reader = new ChangesetReader(options.placeholders);
  for (const step of order.steps) {
    if (step.kind === "property") reader.define(new Map([[step.name, step.value]]));
    else if (step.kind === "changeset") {
      const { changelog, changeset } = step;
      const migration = reader.readOfChangelog(changelog, changeset, (sql) => sqlFileOf(sql, changelog, files));
      if (migration !== null) migrations.push(migration);
    } else migrations.push(...readSqlFile(step.file, reader, note));
  }
  return { migrations, problems: [...problems, ...reader.problems] };
}

function readSqlFile(
  file: SourceFile,
  reader: ChangesetReader,
  note: (kind: HistoryProblem["kind"], file: SourceFile, message: string) => void,
): readonly Migration[] {
  if (!FORMATTED.test(file.text)) return [raw(file)];
  const read = readFormattedFile(file);
  reader.define(read.properties);
  for (const why of read.faults) note("file-unreadable", file, `Liquibase refuses ${nameOf(file.path)}: ${why}.`);
  if (read.strayLine)
    note("file-ignored", file, `${nameOf(file.path)} has SQL above its first changeset, which Liquibase never runs.`);
  return read.changesets.flatMap((changeset) => reader.read(file, read, changeset) ?? []);
}

/** SQL without the first line that makes it formatted is one changeset that is not split. */
function raw(file: SourceFile): Migration {
  const id = `${nameOf(file.path)}::raw`;
  return makeMigration({ id, version: `${file.path}::raw::includeAll`, up: wholeFile(file, "file"), down: null }, [file]);
}
