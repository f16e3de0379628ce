import { expect, test } from "vitest";
import { assembleHistory } from "../../src/formats/assemble-history.js";
import { detectFormat, formatById } from "../../src/formats/index.js";

const sources = (...paths: readonly string[]) => paths.map((path) => ({ path, text: `SELECT '${path}';` }));

function read(format: string, ...paths: readonly string[]) {
  const input = { format: formatById(format), formatReason: "", base: [], head: sources(...paths), given: null };
  const { proposed, problems } = assembleHistory({ ...input, options: { placeholders: {} } });
  return { files: proposed.map(({ up }) => up.file), problems: problems.map(({ message }) => message) };
}

test("folders of other databases beside one of Postgres are named and not read", () => {
  const paths = [
    "db/mysql/1_a.up.sql",
    "db/mysql/2_b.up.sql",
    "db/oracle/1_a.up.sql",
    "db/postgres/1_a.up.sql",
    "db/postgres/2_b.up.sql",
  ];
  expect(read("golang-migrate", ...paths)).toEqual({
    files: ["db/postgres/1_a.up.sql", "db/postgres/2_b.up.sql"],
    problems: [
      "db/mysql is for mysql, not for Postgres: it was not read.",
      "db/oracle is for oracle, not for Postgres: it was not read.",
    ],
  });
  expect(detectFormat(sources(...paths))?.reason).toContain("2 of 2 SQL files");
});

test("so are files that name another database", () => {
  expect(read("plain", "m/1_a.mysql.sql", "m/1_a.postgres.sql", "m/2_b.sql")).toEqual({
    files: ["m/1_a.postgres.sql", "m/2_b.sql"],
    problems: ["m/1_a.mysql.sql is for mysql, not for Postgres: it was not read."],
  });
});

test("a word that may mean something else, and a folder that the user chose, are read", () => {
  expect(read("plain", "m/core/1_a.sql", "m/oracle/2_prices.sql").files).toEqual(["m/core/1_a.sql", "m/oracle/2_prices.sql"]);
  expect(read("golang-migrate", "mysql/1_a.up.sql", "mysql/2_b.up.sql").files).toHaveLength(2);
  expect(read("single-file", "m/a.sql", "m/mysql/b.sql").files).toHaveLength(2);
});

test("a tool that reads one folder does not run what lies below it", () => {
  for (const format of ["golang-migrate", "goose", "dbmate", "sqlx", "sql-migrate", "supabase", "node-pg-migrate"]) {
    const { files, problems } = read(format, "m/1_a.up.sql", "m/archive/1_a.up.sql");
    expect(files.filter((file) => file.includes("archive"))).toEqual([]);
    expect(problems).toContainEqual(
      expect.stringMatching(/^1_a\.up\.sql lies in a folder below the migrations, so .+ never runs it\.$/u),
    );
  }
  expect(read("flyway", "m/V1__a.sql", "m/late/V2__b.sql").files).toEqual(["m/V1__a.sql", "m/late/V2__b.sql"]);
});

test("names that differ in case only are told, since one disk keeps one of them", () => {
  expect(read("flyway", "m/V1__a.sql", "m/V1__A.sql").problems).toContain(
    "m/V1__A.sql and m/V1__a.sql differ in case only: on a disk that ignores case one of them is lost.",
  );
});
