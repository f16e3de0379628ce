import { expect, test } from "vitest";
import { assembleHistory } from "../../src/formats/assemble-history.js";
import { formatById } from "../../src/formats/index.js";
import type { History } from "../../src/model/migration.js";

type Files = Readonly<Record<string, string>>;

const SETTLED: Files = {
  "m/0001_a.sql": "CREATE TABLE a (id int);",
  "m/rollback_0001_a.sql": "DROP TABLE a;",
  "m/0003_c.sql": "CREATE TABLE c (id int);",
};

function change(base: Files, head: Files, format = "plain"): History {
  return assembleHistory({
    format: formatById(format),
    formatReason: "test",
    base: sources(base),
    head: sources(head),
    given: null,
    options: { placeholders: {} },
  });
}

function given(head: Files, paths: readonly string[], format = "plain"): History {
  return assembleHistory({
    format: formatById(format),
    formatReason: "test",
    base: null,
    head: sources(head),
    given: paths,
    options: { placeholders: {} },
  });
}

function sources(files: Files) {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

const ids = (migrations: History["settled"]) => migrations.map(({ id }) => id);
const kinds = (history: History) => history.problems.map(({ kind }) => kind);

test("a new file is proposed, the rest is settled, and nothing is wrong", () => {
  const history = change(SETTLED, {
    ...SETTLED,
    "m/0004_d.sql": "CREATE TABLE d (id int);",
    "m/0004_d.down.sql": "DROP TABLE d;",
  });
  expect(ids(history.settled)).toEqual(["0001_a", "0003_c"]);
  expect(ids(history.proposed)).toEqual(["0004_d"]);
  expect(history.proposed[0]?.down?.text).toBe("DROP TABLE d;");
  expect(history.problems).toEqual([]);
});

test("no change proposes nothing", () => {
  expect(change(SETTLED, SETTLED)).toMatchObject({ proposed: [], problems: [] });
});

test("an edited settled file is told and judged as it was", () => {
  const history = change(SETTLED, { ...SETTLED, "m/0001_a.sql": "CREATE TABLE a (id bigint);" });
  expect(history.proposed).toEqual([]);
  expect(history.settled[0]?.up.text).toBe("CREATE TABLE a (id int);");
  expect(history.problems).toEqual([
    expect.objectContaining({ kind: "settled-edited", file: "m/0001_a.sql", migration: "0001_a" }),
  ]);
});

test("other line ends are no edit", () => {
  expect(change({ "m/1_a.sql": "SELECT 1;\nSELECT 2;\n" }, { "m/1_a.sql": "SELECT 1;\r\nSELECT 2;\r\n" }).problems).toEqual([]);
});

test("a way back added to a settled file is no edit of it", () => {
  const history = change(SETTLED, { ...SETTLED, "m/rollback_0003_c.sql": "DROP TABLE c;" });
  expect(history.proposed).toEqual([]);
  expect(history.problems).toEqual([expect.objectContaining({ kind: "file-ignored", file: "m/rollback_0003_c.sql" })]);
});

test("a changed way back in the same file is no edit of the way forth", () => {
  const file = (down: string) => ({ "m/1_a.sql": `-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\n${down}\n` });
  expect(kinds(change(file("DROP TABLE a;"), file("DROP TABLE IF EXISTS a;"), "goose"))).toEqual(["file-ignored"]);
});

test("a deleted settled file is told and still builds the world", () => {
  const history = change(SETTLED, { "m/0001_a.sql": SETTLED["m/0001_a.sql"] ?? "", "m/rollback_0001_a.sql": "DROP TABLE a;" });
  expect(ids(history.settled)).toEqual(["0001_a", "0003_c"]);
  expect(history.problems).toEqual([expect.objectContaining({ kind: "settled-deleted", migration: "0003_c" })]);
});

test("a renamed settled file is deleted and proposed, and the finding says which became which", () => {
  const { "m/0003_c.sql": text = "", ...rest } = SETTLED;
  const history = change(SETTLED, { ...rest, "m/0005_c.sql": text });
  expect(ids(history.proposed)).toEqual(["0005_c"]);
  expect(history.problems).toEqual([
    expect.objectContaining({ kind: "settled-deleted", message: expect.stringContaining("renames it to 0005_c") }),
  ]);
});

test("a version used twice is told once, at the newcomer", () => {
  const history = change(SETTLED, { ...SETTLED, "m/0003_c_fixed.sql": "SELECT 1;" });
  expect(history.problems).toEqual([expect.objectContaining({ kind: "version-used-twice", file: "m/0003_c_fixed.sql" })]);
  expect(history.problems[0]?.message).toContain("0003_c.sql and by 0003_c_fixed.sql");
});

test("two newcomers with one version are told", () => {
  const history = change(SETTLED, { ...SETTLED, "m/0008_x.sql": "SELECT 1;", "m/8_y.sql": "SELECT 2;" });
  expect(kinds(history)).toEqual(["version-used-twice"]);
});

test("a version below the newest settled one is told, with what the tool does", () => {
  const up = (name: string) => ({ [`m/${name}.up.sql`]: "SELECT 1;" });
  const base = { ...up("1_a"), ...up("10_b") };
  const history = change(base, { ...base, ...up("9_late") }, "golang-migrate");
  expect(history.problems).toEqual([expect.objectContaining({ kind: "version-below-settled", file: "m/9_late.up.sql" })]);
  expect(history.problems[0]?.message).toMatch(/Version 9 .* below 10.*never runs this file/u);
});

test("a Drizzle entry older than the newest settled one is told although it comes last in the journal", () => {
  const journal = (entries: readonly (readonly [string, number])[]) =>
    JSON.stringify({ entries: entries.map(([tag, when]) => ({ tag, when })) });
  const base = { "d/meta/_journal.json": journal([["0000_a", 2000]]), "d/0000_a.sql": "SELECT 1;" };
  const head = {
    ...base,
    "d/meta/_journal.json": journal([
      ["0000_a", 2000],
      ["0001_b", 1000],
    ]),
    "d/0001_b.sql": "SELECT 2;",
  };
  expect(kinds(change(base, head, "drizzle"))).toEqual(["version-below-settled"]);
});

test("an edited repeatable is proposed again on what it was before", () => {
  const base = { "m/V1__a.sql": "CREATE TABLE a (id int);", "m/R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;" };
  const history = change(base, { ...base, "m/R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT 2 AS one;" }, "flyway");
  expect(ids(history.proposed)).toEqual(["R__v"]);
  expect(history.settled.at(-1)?.up.text).toContain("SELECT 1");
  expect(new Set(ids([...history.settled, ...history.proposed])).size).toBe(3);
  expect(history.problems).toEqual([]);
});

test("what was odd before the change is not told again, but what the rehearsed world lacks is", () => {
  const base = { "m/1_a.sql": "-- +goose Up\nSELECT 1;\n", "m/notes.sql": "x", "m/2_b.go": "package m", "m/3_c.go": "package m" };
  const history = change(base, { ...base, "m/4_d.sql": "-- +goose Up\nSELECT 1;\n" }, "goose");
  expect(history.problems).toEqual([
    expect.objectContaining({ kind: "file-ignored", message: expect.stringContaining("2 settled files") }),
  ]);
});

test("a new file that the tool will never run is told", () => {
  const base = { "m/1_a.up.sql": "SELECT 1;" };
  expect(kinds(change(base, { ...base, "m/2_b.sql": "SELECT 2;" }, "golang-migrate"))).toEqual(["file-ignored"]);
});

test("given files are proposed, what lies before them is settled, what lies after is left out and said so", () => {
  const head = { "m/0001_a.sql": "a", "m/0002_b.sql": "b", "m/0003_c.sql": "c", "m/0004_d.sql": "d", "m/0005_e.sql": "e" };
  const history = given(head, ["m/0003_c.sql"]);
  expect(ids(history.settled)).toEqual(["0001_a", "0002_b"]);
  expect(ids(history.proposed)).toEqual(["0003_c"]);
  expect(history.problems).toEqual([
    expect.objectContaining({ kind: "file-ignored", message: expect.stringContaining("0004_d and 1 more") }),
  ]);
});

test("a given folder is the change as a whole, in the order of its tool", () => {
  const history = given({ "m/10_b.sql": "b", "m/9_a.sql": "a" }, ["m"]);
  expect(ids(history.proposed)).toEqual(["9_a", "10_b"]);
  expect(history.settled).toEqual([]);
});

test("a way back given alone brings its migration", () => {
  const head = { "m/0001_a.sql": "a", "m/0001_a.down.sql": "z" };
  expect(ids(given(head, ["m/0001_a.down.sql"]).proposed)).toEqual(["0001_a"]);
});
