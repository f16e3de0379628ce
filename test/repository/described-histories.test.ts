import { expect, test } from "vitest";
import type { History } from "../../src/model/migration.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { layoutSchema } from "../../src/settings/layout.js";
import type { HistoryRequest } from "../../src/world.js";
import { ASKED } from "./asked.js";
import { TemporaryRepository } from "./temporary-repository.js";

const judge = (repository: TemporaryRepository, request: Partial<HistoryRequest>) =>
  diskRepository(repository.directory).history({ ...ASKED, ...request });
const ids = (migrations: History["settled"]) => migrations.map(({ id }) => id);

test("in Rails the base's structure.sql is the world, and only new Ruby is told as unseen", async () => {
  using repository = TemporaryRepository.withGit();
  const structure = (...tables: readonly string[]) =>
    `\\restrict abc\n${tables.map((table) => `CREATE TABLE public.${table} (id bigint);\n`).join("")}\\unrestrict abc\n`;
  const base = repository.commit({
    "db/structure.sql": structure("ledgers"),
    "db/migrate/20240105090000_create_ledgers.rb": "class CreateLedgers; end\n",
    "db/seeds/20240101000000_rows.sql": "SELECT 1;",
  });
  repository.commit({
    "db/structure.sql": structure("ledgers", "entries"),
    "db/migrate/20240106090000_create_entries.rb": "class CreateEntries; end\n",
  });
  const history = await judge(repository, { base });
  expect(history.format).toBe("rails");
  expect(history.settled.map(({ up }) => up.text)).toEqual([structure("ledgers")]);
  expect(history.proposed).toEqual([]);
  expect(history.problems.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
    "file-unreadable db/migrate/20240106090000_create_entries.rb",
  ]);
});

test("Rails without structure.sql is refused by name", async () => {
  using repository = TemporaryRepository.withGit();
  const base = repository.commit({ "db/migrate/20240105090000_a.rb": "class A; end\n" });
  repository.commit({ "db/migrate/20240106090000_b.rb": "class B; end\n" });
  await expect(judge(repository, { base })).rejects.toThrow(/Rails in Ruby, without a structure\.sql/u);
});

test("a layout from settings reads what no tool would", async () => {
  using repository = TemporaryRepository.withGit();
  const layout = layoutSchema.parse({ files: "{version}/{name}.{direction}.psql.sql", transaction: "file" });
  const base = repository.commit({ "sql/9/rooms.do.psql.sql": "SELECT 1;" });
  repository.commit({ "sql/10/beds.do.psql.sql": "SELECT 2;", "sql/10/beds.undo.psql.sql": "SELECT 3;" });
  const history = await judge(repository, { base, layout, migrations: "sql" });
  expect(history).toMatchObject({ format: "layout", problems: [] });
  expect([ids(history.settled), ids(history.proposed)]).toEqual([["9_rooms"], ["10_beds"]]);
  expect(history.proposed[0]?.down?.text).toBe("SELECT 3;");
});

test("a layout that fits no file stops the verdict", async () => {
  using repository = TemporaryRepository.withGit();
  const layout = layoutSchema.parse({ files: "{version}.sql", transaction: "file" });
  const base = repository.commit({ "sql/1_a.sql": "SELECT 1;" });
  repository.commit({ "sql/2_b.sql": "SELECT 2;" });
  const { problems } = await judge(repository, { base, layout, migrations: "sql" });
  expect(problems.map(({ kind, message }) => `${kind}: ${message}`)).toContainEqual(
    expect.stringMatching(/^file-unreadable: .*`layout\.files`.*nothing was judged/u),
  );
});

test("the tool's own table goes by the name that settings give it", async () => {
  using repository = TemporaryRepository.withGit();
  const base = repository.commit({ "db/V1__a.sql": "SELECT 1;" });
  repository.commit({ "db/V2__b.sql": "SELECT 2;" });
  const { prelude } = await judge(repository, { base, migrations: "db", bookkeeping: "ops.history" });
  expect(prelude.map(({ sql }) => sql).join("\n")).toMatch(
    /CREATE SCHEMA IF NOT EXISTS "ops";\nCREATE TABLE IF NOT EXISTS "ops"\."history"/u,
  );
  expect(prelude.map(({ sql }) => sql).join("\n")).not.toContain("flyway_schema_history");
});
