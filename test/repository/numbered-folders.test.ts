import { expect, test } from "vitest";
import { detectFormat } from "../../src/formats/index.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { ASKED } from "./asked.js";
import { TemporaryRepository } from "./temporary-repository.js";

const sources = (...paths: readonly string[]) => paths.map((path) => ({ path, text: `SELECT '${path}';` }));

test("numbered files in folders that are numbers are one history, by folder and then by file", async () => {
  using repository = TemporaryRepository.withGit();
  const base = repository.commit({
    "go.mod": "require github.com/golang-migrate/migrate/v4 v4.18.0",
    "app/schema/9/01_start.up.sql": "CREATE TABLE a (id int);",
    "app/schema/10/01_start.up.sql": "CREATE TABLE b (id int);",
    "app/schema/10/01_start.down.sql": "DROP TABLE b;",
    "app/schema/10/extra.sql": "SELECT 1;",
  });
  repository.commit({
    "app/schema/10/02_more.up.sql": "ALTER TABLE a ADD COLUMN n int;",
    "app/schema/11/01_last.up.sql": "SELECT 2;",
  });
  const history = await diskRepository(repository.directory).history({ ...ASKED, base });
  expect(history).toMatchObject({ format: "plain", problems: [] });
  expect(history.settled.map(({ id, down }) => [id, down?.file ?? null])).toEqual([
    ["9/01_start", null],
    ["10/01_start", "app/schema/10/01_start.down.sql"],
    ["10/extra", null],
  ]);
  expect(history.proposed.map(({ id, version }) => [id, version])).toEqual([
    ["10/02_more", "10.02"],
    ["11/01_last", "11.01"],
  ]);
});

test("a file for a release that is settled is told as late, and no other number is", async () => {
  using repository = TemporaryRepository.withGit();
  const base = repository.commit({ "schema/1/01_a.sql": "SELECT 1;", "schema/2/01_b.sql": "SELECT 1;" });
  repository.commit({ "schema/1/02_c.sql": "SELECT 1;", "schema/2/02_d.sql": "SELECT 1;" });
  const { problems } = await diskRepository(repository.directory).history({ ...ASKED, base });
  expect(problems.map(({ kind, migration }) => [kind, migration])).toEqual([["version-below-settled", "1/02_c"]]);
});

test("a file given by its path brings the other numbers along", async () => {
  using repository = new TemporaryRepository().write({
    "schema/1/01_a.sql": "CREATE TABLE a (id int);",
    "schema/2/01_b.sql": "SELECT 1;",
    "schema/2/02_c.sql": "ALTER TABLE a ADD COLUMN n int;",
  });
  const history = await diskRepository(repository.directory).history({ ...ASKED, paths: ["schema/2/02_c.sql"] });
  expect(history.settled.map(({ id }) => id)).toEqual(["1/01_a", "2/01_b"]);
  expect(history.proposed.map(({ id }) => id)).toEqual(["2/02_c"]);
});

test("one folder that is a number is a folder like any other", () => {
  expect(detectFormat(sources("m/1/1_a.up.sql", "m/1/2_b.up.sql"))?.format.id).toBe("golang-migrate");
  expect(detectFormat(sources("m/1/1_a.up.sql", "m/2/1_b.up.sql"))?.format.id).toBe("plain");
  expect(detectFormat(sources("m/1_a.up.sql", "m/2/1_b.up.sql"))?.format.id).toBe("golang-migrate");
  expect(detectFormat(sources("m/1.0/V1__a.sql", "m/2.0/V2__b.sql"))?.format.id).toBe("flyway");
});
