import type { HistoryProblem, Migration, SourceFile, TransactionShape } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { compareText } from "./order.js";
import { folderOf, nameOf } from "./path-parts.js";
import { shareOf } from "./share-of.js";

/**
 * A folder a migration with `up.sql` and `down.sql`. A script is one batch: inside BEGIN … COMMIT, or bare where
 * `metadata.toml` says `run_in_transaction = false` (then several statements still form an implicit transaction).
 */
export const diesel: Format = {
  id: "diesel",
  title: "Diesel",
  detect(files, around) {
    const { share, words } = shareOf(files, (file) => /\/(up|down)\.sql$/u.test(file.path));
    const own =
      around.some((file) => nameOf(file.path) === "diesel.toml") ||
      files.some((file) => file.path.includes("_diesel_initial_setup/"));
    if (share < 0.5) return { weight: 0, sign: "" };
    return {
      weight: own ? 0.98 : 0.85,
      sign: `${words} are an up.sql or down.sql in a folder of its own${own ? ", with Diesel's own setup files" : ""}`,
    };
  },
  read: readFolders,
  prelude: [
    {
      title: "Diesel's __diesel_schema_migrations",
      sql: "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);",
    },
  ],
  whenLate: "Diesel runs it all the same, after the newer ones: a fresh database gets another order than yours.",
  whenTwice: "Diesel records one version only, so the second of the two fails or is taken as already run.",
};

function readFolders(files: readonly SourceFile[]): FormatResult {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const problems: HistoryProblem[] = [];
  const migrations: Migration[] = [];
  for (const up of files.filter((file) => nameOf(file.path) === "up.sql")) {
    const folder = folderOf(up.path);
    const down = byPath.get(`${folder}/down.sql`);
    const metadata = byPath.get(`${folder}/metadata.toml`);
    const shape: TransactionShape = /^[^\S\n]*run_in_transaction[^\S\n]*=[^\S\n]*false\b/mu.test(metadata?.text ?? "")
      ? "implicit"
      : "file";
    const id = nameOf(folder);
    const back = down === undefined ? null : wholeFile(down, shape);
    migrations.push(makeMigration({ id, version: versionOf(id), up: wholeFile(up, shape), down: back }, [up, down, metadata]));
  }
  for (const down of files.filter((file) => nameOf(file.path) === "down.sql")) {
    if (byPath.has(`${folderOf(down.path)}/up.sql`)) continue;
    const message = `${down.path} is a way back without a way forth: its folder holds no up.sql.`;
    problems.push({ kind: "down-without-up", file: down.path, migration: null, message });
  }
  migrations.sort((a, b) => compareText(versionOf(a.id), versionOf(b.id)) || compareText(a.id, b.id));
  return { migrations, problems };
}

/** Diesel compares the folder's prefix up to the first underscore as text, without its dashes. */
function versionOf(id: string): string {
  return (id.split("_")[0] ?? id).replaceAll("-", "");
}
