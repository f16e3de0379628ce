import type { HistoryProblem, Migration, Script, SourceFile, TransactionShape } from "../model/migration.js";
import { fillPlaceholders } from "./flyway-placeholders.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { lineOf } from "./line-of.js";
import { makeMigration } from "./make-migration.js";
import { compareDotted, compareText } from "./order.js";
import { nameOf, stemOf } from "./path-parts.js";
import { shareOf } from "./share-of.js";
import { statementHeads } from "./statement-heads.js";

const VERSIONED = /^(?<kind>[VUB])(?<version>\d+(?:[._]\d+)*)__.*\.sql$/u;
const REPEATABLE = /^R__.*\.sql$/u;
const CALLBACK =
  /^(before|after)(Each)?(Migrate|Clean|Baseline|Repair|Undo|Validate|Info|Version|Connect|Create)\w*(__.*)?\.sql$/u;

/** `V1__name.sql`, `U1__name.sql` as its way back, `R__name.sql` last. A file is one transaction unless it holds what cannot run in one. */
export const flyway: Format = {
  id: "flyway",
  title: "Flyway",
  detect(files) {
    const { share, words } = shareOf(files, ({ path }) => VERSIONED.test(nameOf(path)) || REPEATABLE.test(nameOf(path)));
    return share < 0.5
      ? { weight: 0, sign: "" }
      : { weight: 0.95, sign: `${words} are named V<version>__<name>.sql or R__<name>.sql` };
  },
  read: readFiles,
  isRepeatable: (id) => id.startsWith("R__"),
  prelude: [
    {
      title: "Flyway's flyway_schema_history",
      sql: `CREATE TABLE IF NOT EXISTS flyway_schema_history (
  installed_rank INT NOT NULL CONSTRAINT flyway_schema_history_pk PRIMARY KEY, version VARCHAR(50), description VARCHAR(200) NOT NULL,
  type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INTEGER, installed_by VARCHAR(100) NOT NULL,
  installed_on TIMESTAMP NOT NULL DEFAULT now(), execution_time INTEGER NOT NULL, success BOOLEAN NOT NULL
);
CREATE INDEX IF NOT EXISTS flyway_schema_history_s_idx ON flyway_schema_history (success);`,
    },
  ],
  whenLate: "Flyway passes it over, and its validation then fails (unless `outOfOrder` is set).",
  whenTwice: "Flyway refuses to start: found more than one migration with this version.",
};

function readFiles(files: readonly SourceFile[], options: FormatOptions): FormatResult {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const problems: HistoryProblem[] = [];
  const versioned: Migration[] = [];
  const repeatable: Migration[] = [];
  const undo = new Map<string, SourceFile>();
  for (const file of files) if (kindOf(file) === "U") undo.set(versionOf(file), file);
  const script = (file: SourceFile) => readScript(file, byPath.get(`${file.path}.conf`), options, problems);

  for (const file of files) {
    const conf = byPath.get(`${file.path}.conf`);
    const kind = kindOf(file);
    if (kind === "V") {
      const version = versionOf(file);
      const down = undo.get(version);
      undo.delete(version);
      const back = down === undefined ? null : script(down);
      versioned.push(makeMigration({ id: stemOf(file.path), version, up: script(file), down: back }, [file, down, conf]));
    } else if (kind === "R") {
      repeatable.push(makeMigration({ id: stemOf(file.path), version: null, up: script(file), down: null }, [file, conf]));
    } else if (kind !== "U") problems.push(...passedOver(file, kind));
  }
  for (const [version, file] of undo) {
    const message = `${nameOf(file.path)} undoes version ${version}, which no V file brings.`;
    problems.push({ kind: "down-without-up", file: file.path, migration: null, message });
  }
  versioned.sort((a, b) => compareDotted(a.version ?? "", b.version ?? "") || compareText(a.up.file, b.up.file));
  repeatable.sort((a, b) => compareText(a.id, b.id));
  return { migrations: [...versioned, ...repeatable], problems };
}

function kindOf({ path }: SourceFile): string | undefined {
  return REPEATABLE.test(nameOf(path)) ? "R" : VERSIONED.exec(nameOf(path))?.groups?.["kind"];
}

/** Underscores count as dots; leading zeros and trailing `.0` do not count: `1_02.0` is `1.2`. */
function versionOf({ path }: SourceFile): string {
  const parts = (VERSIONED.exec(nameOf(path))?.groups?.["version"] ?? "")
    .split(/[._]/u)
    .map((part) => part.replace(/^0+(?=\d)/u, ""));
  while (parts.length > 1 && parts.at(-1) === "0") parts.pop();
  return parts.join(".");
}

function readScript(file: SourceFile, conf: SourceFile | undefined, options: FormatOptions, problems: HistoryProblem[]): Script {
  const { text, missing } = fillPlaceholders(
    file,
    options.placeholders,
    /^[^\S\n]*placeholderReplacement[^\S\n]*=[^\S\n]*false/imu.test(conf?.text ?? ""),
  );
  if (missing.length > 0) {
    const names = missing.map((name) => `\${${name}}`).join(", ");
    const line = lineOf(file.text, `\${${missing[0] ?? ""}}`);
    const message = `${nameOf(file.path)}, line ${line}, uses ${names}, for which no value is set; Flyway stops there. Set it under \`placeholders\`.`;
    problems.push({ kind: "file-unreadable", file: file.path, migration: stemOf(file.path), message });
  }
  return { file: file.path, text, transaction: shapeOf(text, conf), psql: false };
}

function shapeOf(text: string, conf: SourceFile | undefined): TransactionShape {
  const asked = /^[^\S\n]*executeInTransaction[^\S\n]*=[^\S\n]*(true|false)/imu.exec(conf?.text ?? "")?.[1]?.toLowerCase();
  if (asked !== undefined) return asked === "false" ? "statement" : "file";
  return statementHeads(text).some((head) => NOT_IN_A_TRANSACTION.test(head)) ? "statement" : "file";
}

/** What Flyway itself recognizes, and no more: REINDEX INDEX CONCURRENTLY is not among it. */
const NOT_IN_A_TRANSACTION =
  /^((CREATE|DROP) (DATABASE|TABLESPACE|SUBSCRIPTION)|ALTER SYSTEM|(CREATE|DROP)( UNIQUE)? INDEX CONCURRENTLY|REINDEX( VERBOSE)? (SCHEMA|DATABASE|SYSTEM)|VACUUM|DISCARD ALL)\b/u;

function passedOver(file: SourceFile, kind: string | undefined): readonly HistoryProblem[] {
  const name = nameOf(file.path);
  const problem = (why: string): readonly HistoryProblem[] => [
    { kind: "file-ignored", file: file.path, migration: null, message: `${name} ${why}.` },
  ];
  if (kind === "B") return problem("is a baseline: a database with a history never runs it, so it was left out");
  if (CALLBACK.test(name)) return problem("is a callback; callbacks are not run here");
  if (/^[VUR][\d_].*\.(java|kt|groovy|class)$/u.test(name))
    return problem("is not written in SQL: what it does to the database was not seen");
  return /\.sql$/iu.test(name) ? problem("is not named V<version>__<name>.sql or R__<name>.sql, so Flyway never runs it") : [];
}
