import { describe, expect, test } from "vitest";
import { deriveCatalog } from "../../src/catalog/derive-catalog.js";
import type { CodeReferences } from "../../src/model/code-reference.js";
import { referencesOf } from "../../src/phases/references-of.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { readSqlFile } from "../../src/sql/sql-file.js";
import { migration } from "../rehearsal/support.js";

const BEFORE = `
  CREATE TABLE users (id bigint PRIMARY KEY, email text);
  CREATE TABLE projects (id bigint PRIMARY KEY, user_id bigint, state text);
  CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint, state text);
  CREATE TYPE asset_state AS ENUM ('draft', 'final');
  CREATE TABLE run_assets (id bigint PRIMARY KEY, asset_kind text, rel_path text, progress asset_state);
  CREATE FUNCTION asset_total(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
`;

/** What is found in `code` for the change `up`: `file:line certainty where`. */
async function found(up: string, code: Readonly<Record<string, string>>, ignore: readonly string[] = []): Promise<string[]> {
  const { names } = await asked(up, code, ignore);
  return names.flatMap(({ references }) =>
    references.map(({ file, line, certainty, where }) => `${file}:${line} ${certainty} ${where}`),
  );
}

async function asked(
  up: string,
  code: Readonly<Record<string, string>>,
  ignore: readonly string[] = [],
): Promise<CodeReferences> {
  const proposed = [migration("db/000002_b", up, null, "file")];
  const migrations = await readMigrations(proposed, { serverMajor: 18 });
  const world = await readSqlFile({ path: "before.sql", text: BEFORE }, { serverMajor: 18 });
  const base = deriveCatalog([world], { complete: true, representative: false });
  const history = { format: "plain", formatReason: "", settled: [], proposed, problems: [], prelude: [] };
  const files = Object.entries(code).map(([path, text]) => ({ path, text }));
  const search = async () => ({ files, unseen: [] });
  return (
    (await referencesOf({ history, migrations, base, search, ignore, besides: ["schema.sql"] })) ?? { names: [], unseen: [] }
  );
}

const RENAME_KIND = "ALTER TABLE run_assets RENAME COLUMN asset_kind TO kind";

describe("a column that is renamed", () => {
  test.each([
    ["in SQL of its table", { "a.ts": "sql`SELECT asset_kind FROM run_assets`" }, ["a.ts:1 sure code"]],
    ["over several lines", { "a.py": 'q = """\nSELECT asset_kind,\n id\nFROM run_assets\n"""' }, ["a.py:2 sure code"]],
    ["through an alias", { "a.sql": "SELECT a.asset_kind\nFROM run_assets a" }, ["a.sql:1 sure code"]],
    ["in a model of an ORM", { "a.ts": "class RunAsset {\n  assetKind: string;\n}" }, ["a.ts:2 likely code"]],
    ["as a constant", { "a.go": "const ASSET_KIND = 1" }, ["a.go:1 likely code"]],
    ["as an attribute in HTML", { "a.html": "<i data-x='asset-kind'>" }, ["a.html:1 likely code"]],
    ["of no table that is named", { "a.py": "asset_kind = 3" }, ["a.py:1 likely code"]],
    ["in a test", { "tests/a.py": "db('SELECT asset_kind FROM run_assets')" }, ["tests/a.py:1 sure test"]],
    ["in a comment", { "a.ts": "x(); // asset_kind of run_assets" }, ["a.ts:1 likely comment"]],
    ["in a document", { "README.md": "`run_assets.asset_kind`" }, ["README.md:1 sure docs"]],
    ["as a part of another word", { "a.ts": "sub_asset_kind; asset_kinds; asset_kind2" }, []],
    ["as the name of a result", { "a.ts": "sql`SELECT kind AS asset_kind FROM run_assets`" }, []],
    ["mapped to the new name", { "a.prisma": 'assetKind String @map("kind")', "b.ts": "row.assetKind" }, []],
    ["in a migration", { "db/000001_a.up.sql": "SELECT asset_kind FROM run_assets" }, []],
    ["in a dump of the schema", { "schema.sql": "SELECT asset_kind FROM run_assets" }, []],
  ])("%s", async (_, code, expected) => {
    expect(await found(RENAME_KIND, code)).toEqual(expected);
  });

  test("under a name that other tables use, only where it is its own", async () => {
    const code = {
      "own.ts": "sql`SELECT p.id FROM projects p JOIN notes n ON n.id = p.id WHERE p.user_id = 1`",
      "other.ts": "sql`SELECT p.id FROM projects p JOIN notes n ON n.id = p.id WHERE n.user_id = 1`",
      "object.ts": "return project.user_id + note.user_id",
      "none.ts": "const user_id = 3",
      "parameter.ts":
        "function projects(user_id: number) {\n  return q(`SELECT 1 FROM projects WHERE owner_user_id = $1`, [user_id]);\n}",
      "variable.py":
        'def projects(user_id):\n    return q("SELECT 1 FROM projects WHERE owner_user_id = :user_id", user_id=user_id)',
      "camel.ts":
        "export function projectsOf(userId: number) {\n  return q(`SELECT 1 FROM projects WHERE owner_user_id = $1`, userId);\n}",
      "below.ts": "class Note {\n  user_id: number;\n}",
    };
    const expected = ["object.ts:1 sure code", "own.ts:1 sure code"];
    expect(await found("ALTER TABLE projects RENAME COLUMN user_id TO owner_user_id", code)).toEqual(expected);
  });

  test("in a table that is renamed too", async () => {
    const up = "ALTER TABLE run_assets RENAME TO run_files; ALTER TABLE run_files RENAME COLUMN rel_path TO uri";
    expect(await found(up, { "a.sql": "SELECT rel_path FROM run_files" })).toEqual(["a.sql:1 sure code"]);
  });

  test("and added anew in the same change is not gone", async () => {
    const up = `${RENAME_KIND}; ALTER TABLE run_assets ADD COLUMN asset_kind int`;
    expect(await found(up, { "a.sql": "SELECT asset_kind FROM run_assets" })).toEqual([]);
  });
});

describe("a table that is renamed", () => {
  const USERS = "ALTER TABLE users RENAME TO app_users";
  test.each([
    ["in SQL", "sql`SELECT 1 FROM projects JOIN users ON true`", true],
    ["for a query builder", "knex('users').where('id', 1)", true],
    ["for an ORM", '__tablename__ = "users"', true],
    ["as a variable", "const users = await load(); users.map(f)", false],
    ["as a route", 'app.get("/users", list)', false],
    ["as a module", "from users import load", false],
    ["as a class without a table of its own", "class User < ApplicationRecord\nend", true],
    ["as a class mapped to the new table", 'class User < ApplicationRecord\n  self.table_name = "app_users"\nend', false],
  ])("%s", async (_, text, counts) => {
    expect((await found(USERS, { "app/a.rb": text })).length > 0).toBe(counts);
  });

  test("and kept as a view is not gone", async () => {
    const up = "ALTER TABLE users RENAME TO app_users; CREATE VIEW users AS SELECT * FROM app_users";
    expect(await found(up, { "a.sql": "SELECT 1 FROM users" })).toEqual([]);
  });
});

test.each([
  ["DROP FUNCTION asset_total", { "a.py": 'db("SELECT asset_total(1)")' }, ["a.py:1 sure code"]],
  ["DROP FUNCTION asset_total", { "a.py": "def asset_total(x):" }, []],
  ["ALTER TYPE asset_state RENAME VALUE 'draft' TO 'open'", { "a.ts": "x.progress === 'draft'" }, ["a.ts:1 sure code"]],
  ["ALTER TYPE asset_state RENAME VALUE 'draft' TO 'open'", { "a.ts": "mail.folder === 'draft'" }, []],
  ["ALTER TYPE asset_state RENAME TO file_state", { "a.sql": "SELECT 'draft'::asset_state" }, ["a.sql:1 sure code"]],
])("%s: %o", async (up, code, expected) => {
  expect(await found(up, code)).toEqual(expected);
});

test("what means something else can be listed, by file or by name", async () => {
  const code = { "old/a.ts": "sql`SELECT asset_kind FROM run_assets`", "b.ts": "asset_kind" };
  expect(await found(RENAME_KIND, code, ["old/**"])).toEqual(["b.ts:1 likely code"]);
  expect(await found(RENAME_KIND, code, ["*.ts:run_assets.asset_kind"])).toEqual(["old/a.ts:1 sure code"]);
  expect(await found(RENAME_KIND, code, ["*.ts:rel_path"])).toHaveLength(2);
});

test("a change that drops and renames nothing searches nothing", async () => {
  expect(await asked("ALTER TABLE users ADD COLUMN note text", { "a.ts": "users" })).toEqual({ names: [], unseen: [] });
});
