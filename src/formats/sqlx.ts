import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { liesInNumberedFolders } from "./numbered-folders.js";
import { compareDigits, compareText } from "./order.js";
import { isSql, nameOf } from "./path-parts.js";
import { shareOf } from "./share-of.js";

const NAME = /^(?<id>(?<version>\d+)_.*?)(?<direction>\.up|\.down)?\.sql$/u;

/**
 * `<version>_<name>.sql`, or `.up.sql` with `.down.sql`. A file is one transaction; where it begins with
 * `-- no-transaction` it travels bare as one query, so several statements still form an implicit transaction.
 */
export const sqlx: Format = {
  id: "sqlx",
  title: "sqlx",
  detect(files, around) {
    const { share, words } = shareOf(files, ({ path }) => NAME.test(nameOf(path)));
    if (share < 0.5 || liesInNumberedFolders(files.map(({ path }) => path))) return { weight: 0, sign: "" };
    if (files.some(isBare))
      return { weight: 0.9, sign: `${words} are named <version>_<name>.sql and some begin with \`-- no-transaction\`` };
    if (around.some((file) => nameOf(file.path) === "Cargo.toml" && /\bsqlx\b/u.test(file.text))) {
      return { weight: 0.9, sign: `${words} are named <version>_<name>.sql and Cargo.toml requires sqlx` };
    }
    // golang-migrate writes .up.sql too, but never a timestamped file without it.
    const kinds = new Set(files.flatMap(({ path }) => kindOf(nameOf(path))));
    const mixed = kinds.has(".up") && kinds.has("simple");
    return mixed
      ? { weight: 0.75, sign: `${words} are named <version>_<name>.sql, some with and some without .up` }
      : { weight: 0, sign: "" };
  },
  read: readFiles,
  isFlat: true,
  prelude: [
    {
      title: "sqlx's _sqlx_migrations",
      sql: `CREATE TABLE IF NOT EXISTS _sqlx_migrations (
  version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL,
  checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL
);`,
    },
  ],
  whenLate: "sqlx runs it all the same, after the newer ones: a fresh database gets another order than yours.",
  whenTwice: "sqlx records one version only, so the second of the two fails.",
};

function readFiles(files: readonly SourceFile[]): FormatResult {
  const problems: HistoryProblem[] = [];
  const downs = new Map<string, SourceFile>();
  const ups: { readonly file: SourceFile; readonly id: string; readonly version: string }[] = [];
  for (const file of files.filter((one) => isSql(one.path))) {
    const { id, version, direction } = NAME.exec(nameOf(file.path))?.groups ?? {};
    if (id === undefined || version === undefined) {
      const message = `${nameOf(file.path)} is not named <version>_<name>.sql, so sqlx never runs it.`;
      problems.push({ kind: "file-ignored", file: file.path, migration: null, message });
    } else if (direction === ".down") downs.set(id, file);
    else ups.push({ file, id, version });
  }
  const migrations: Migration[] = ups.map(({ file, id, version }) => {
    const down = downs.get(id);
    downs.delete(id);
    return makeMigration({ id, version, up: script(file), down: down === undefined ? null : script(down) }, [file, down]);
  });
  for (const file of downs.values()) {
    const message = `${nameOf(file.path)} is a way back without a way forth: there is no up file of that name.`;
    problems.push({ kind: "down-without-up", file: file.path, migration: null, message });
  }
  migrations.sort((a, b) => compareDigits(a.version ?? "", b.version ?? "") || compareText(a.id, b.id));
  return { migrations, problems };
}

function kindOf(name: string): readonly string[] {
  const match = /^\d{14}_.*?(\.up|\.down)?\.sql$/u.exec(name);
  return match === null ? [] : [match[1] ?? "simple"];
}

function isBare(file: SourceFile): boolean {
  return isSql(file.path) && file.text.startsWith("-- no-transaction");
}

function script(file: SourceFile): Script {
  return wholeFile(file, isBare(file) ? "implicit" : "file");
}
