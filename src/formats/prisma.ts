import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { compareText } from "./order.js";
import { folderOf, nameOf } from "./path-parts.js";
import { shareOf } from "./share-of.js";

/** A folder a migration with `migration.sql`, sent as one simple query. `down.sql` is a habit of teams; Prisma itself never runs it. */
export const prisma: Format = {
  id: "prisma",
  title: "Prisma Migrate",
  detect(files) {
    if (files.some((file) => nameOf(file.path) === "migration_lock.toml"))
      return { weight: 1, sign: "there is a migration_lock.toml" };
    // Drizzle's folders look alike, but hold a snapshot.
    const snapshots = new Set(files.filter(({ path }) => nameOf(path) === "snapshot.json").map(({ path }) => folderOf(path)));
    const { share, words } = shareOf(files, ({ path }) => /\/migration\.sql$/u.test(path) && !snapshots.has(folderOf(path)));
    return share < 0.5 ? { weight: 0, sign: "" } : { weight: 0.9, sign: `${words} are a migration.sql in a folder of its own` };
  },
  read: readFolders,
  prelude: [
    {
      title: "Prisma's _prisma_migrations",
      sql: `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0
);`,
    },
  ],
  whenLate: "`prisma migrate deploy` runs it all the same, after the newer ones: a fresh database gets another order than yours.",
  whenTwice: "Prisma tells migrations apart by their whole folder name.",
};

function readFolders(files: readonly SourceFile[]): FormatResult {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const migrations: Migration[] = files
    .filter((file) => nameOf(file.path) === "migration.sql")
    .map((up) => {
      const folder = folderOf(up.path);
      const down = byPath.get(`${folder}/down.sql`);
      const id = nameOf(folder);
      const back = down === undefined ? null : wholeFile(down, "implicit");
      return makeMigration({ id, version: id, up: wholeFile(up, "implicit"), down: back }, [up, down]);
    });
  migrations.sort((a, b) => compareText(a.id, b.id));
  const problems = files
    .filter((file) => nameOf(file.path) === "down.sql" && !byPath.has(`${folderOf(file.path)}/migration.sql`))
    .map((file) => ({
      kind: "down-without-up" as const,
      file: file.path,
      migration: null,
      message: `${file.path} is a way back without a way forth: its folder holds no migration.sql.`,
    }));
  return { migrations, problems: [...problems, ...files.flatMap(wrongLock)] };
}

/** Prisma compares the provider that the lock names with the one it connects to. */
function wrongLock(file: SourceFile): readonly HistoryProblem[] {
  if (nameOf(file.path) !== "migration_lock.toml") return [];
  const provider = /^[^\S\n]*provider[^\S\n]*=[^\S\n]*"([^"]*)"/mu.exec(file.text)?.[1];
  if (provider === "postgresql" || provider === "cockroachdb") return [];
  const why = /^(<<<<<<<|>>>>>>>)/mu.test(file.text)
    ? "holds an unresolved merge"
    : provider === undefined
      ? "names no provider"
      : `names the provider ${provider}, not postgresql`;
  const message = `migration_lock.toml ${why}: Prisma refuses to run these migrations.`;
  return [{ kind: "checksum-wrong", file: file.path, migration: null, message }];
}
