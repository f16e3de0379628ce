import { expect, test } from "vitest";
import type { History } from "../../src/model/migration.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import type { HistoryRequest } from "../../src/world.js";
import { ASKED } from "./asked.js";
import { TemporaryRepository } from "./temporary-repository.js";

const judge = (repository: TemporaryRepository, request: Partial<HistoryRequest>) =>
  diskRepository(repository.directory).history({ ...ASKED, ...request });
const ids = (migrations: History["settled"]) => migrations.map(({ id }) => id);
const planned = (name: string) => `${name} 2024-01-05T09:00:00Z Ada <ada@example.org> # note\n`;

test("a Sqitch project at the root is found, and the rest of the repository is not its business", async () => {
  using repository = TemporaryRepository.withGit();
  const base = repository.commit({
    "sqitch.plan": `%project=x\n\n${planned("a")}`,
    "deploy/a.sql": "SELECT 1;",
    "revert/a.sql": "SELECT 1;",
    "assets/picture.json": new Uint8Array([0, 1, 2]),
  });
  repository.commit({ "sqitch.plan": `%project=x\n\n${planned("a")}${planned("b")}`, "deploy/b.sql": "SELECT 2;" });
  const history = await judge(repository, { base });
  expect(history).toMatchObject({ format: "sqitch", problems: [] });
  expect([ids(history.settled), ids(history.proposed)]).toEqual([["a"], ["b"]]);
});

test("a script of a Sqitch project given by its path brings its plan along", async () => {
  using repository = new TemporaryRepository().write({
    "db/sqitch.plan": `%project=x\n\n${planned("a")}${planned("tables/b")}`,
    "db/deploy/a.sql": "SELECT 1;",
    "db/deploy/tables/b.sql": "SELECT 2;",
    "db/revert/tables/b.sql": "SELECT 3;",
  });
  const history = await judge(repository, { paths: ["db/deploy/tables/b.sql"] });
  expect(history.format).toBe("sqitch");
  expect([ids(history.settled), ids(history.proposed)]).toEqual([["a"], ["tables/b"]]);
  expect(history.proposed[0]?.down?.file).toBe("db/revert/tables/b.sql");
});

test("a changeset added to a file of a changelog is found without naming a folder", async () => {
  using repository = TemporaryRepository.withGit();
  const sql = (...numbers: readonly number[]) =>
    `--liquibase formatted sql\n${numbers.map((number) => `--changeset me:${number}\nSELECT ${number};\n`).join("")}`;
  const base = repository.commit({
    "src/db/changelog/db.changelog-master.yaml":
      "databaseChangeLog:\n- include:\n    file: db/changelog/sql/b.sql\n- include:\n    file: db/changelog/sql/a.sql\n",
    "src/db/changelog/sql/a.sql": sql(1),
    "src/db/changelog/sql/b.sql": sql(1),
  });
  repository.commit({ "src/db/changelog/sql/b.sql": sql(1, 2) });
  const history = await judge(repository, { base });
  expect(history).toMatchObject({ format: "liquibase", problems: [] });
  expect([ids(history.settled), ids(history.proposed)]).toEqual([["b.sql::1", "a.sql::1"], ["b.sql::2"]]);
  const given = await judge(repository, { paths: ["src/db/changelog/sql/a.sql"] });
  expect([ids(given.settled), ids(given.proposed)]).toEqual([["b.sql::1", "b.sql::2"], ["a.sql::1"]]);
});

test("a version folder with its manifest is proposed as a whole", async () => {
  using repository = TemporaryRepository.withGit();
  const manifest = (version: string, file: string) => JSON.stringify({ CurrVersion: version, SchemaUpdateCqlFiles: [file] });
  const base = repository.commit({ "schema/v1.9/manifest.json": manifest("1.9", "a.sql"), "schema/v1.9/a.sql": "SELECT 1;" });
  repository.commit({ "schema/v1.10/manifest.json": manifest("1.10", "b.sql"), "schema/v1.10/b.sql": "SELECT 2;" });
  const history = await judge(repository, { base });
  expect(history).toMatchObject({ format: "versioned-folders", problems: [] });
  expect([ids(history.settled), ids(history.proposed)]).toEqual([["v1.9_a"], ["v1.10_b"]]);
});
