import { describe, expect, test } from "vitest";
import { rules } from "../../src/rules/index.js";
import { lintSql } from "../rules/lint-sql.js";

const WORLD = `CREATE TYPE plan AS ENUM ('free', 'pro');
CREATE TABLE accounts (id serial PRIMARY KEY, name text NOT NULL, plan plan NOT NULL DEFAULT 'free', code varchar(30));
CREATE TABLE users (id bigserial PRIMARY KEY, account_id int NOT NULL REFERENCES accounts (id), phone text);
CREATE TABLE tags (id int PRIMARY KEY, label text NOT NULL UNIQUE, color text);
INSERT INTO tags VALUES (1, 'red', '#f00'), (2, 'green', NULL);
CREATE VIEW members AS SELECT u.id, a.name AS account FROM users u JOIN accounts a ON a.id = u.account_id;`;

async function errors(up: string): Promise<readonly string[]> {
  const found = await lintSql(WORLD, up, rules);
  return found.flatMap(({ severity, hazard, rule }) => (severity === "error" ? [`${hazard} ${rule}`] : [])).sort();
}

describe("every consequence has a finding of its own", () => {
  test("a dropped column loses its values, and breaks the code that names it", async () => {
    expect(await errors("ALTER TABLE users DROP COLUMN phone")).toEqual([
      "breaks-old-code dropped-while-in-use",
      "data-loss drop-column",
    ]);
  });

  test("a temporary table that shadows a real one takes the blows", async () => {
    expect(await errors("CREATE TEMP TABLE tags AS SELECT 1 AS id; UPDATE tags SET id = 2; DROP TABLE tags")).toEqual([]);
  });

  test("a column that this change added does neither", async () => {
    expect(await errors("ALTER TABLE users ADD COLUMN x int; ALTER TABLE users DROP COLUMN x")).toEqual([]);
  });

  test("what comes after a column that only an empty table takes is at work on an empty table", async () => {
    const column = "ALTER TABLE users ADD COLUMN tag_id int NOT NULL;";
    const link = "ALTER TABLE users ADD CONSTRAINT t FOREIGN KEY (tag_id) REFERENCES tags (id);";
    expect(await errors(`${column} ${link}`)).toEqual(["fails-on-data add-column-not-null-without-default"]);
    expect(await errors(`ALTER TABLE users ADD COLUMN tag_id int; ${link}`)).toContain("blocks-writes foreign-key-scans");
    expect(await errors(`${column} CREATE INDEX ON accounts (name)`)).toContain("blocks-writes create-index-blocks-writes");
  });

  test("what is refused loses nothing", async () => {
    expect(await errors("ALTER TABLE accounts DROP COLUMN name")).toEqual(["cannot-run drop-refused"]);
    expect(await errors("DELETE FROM accounts")).toEqual(["fails-on-data delete-refused"]);
  });
});

describe("the columns that a view reads are known from its text", () => {
  test("those may not change, others may", async () => {
    expect(await errors("ALTER TABLE accounts ALTER COLUMN name TYPE varchar(200)")).toEqual(["cannot-run type-change-refused"]);
    expect(await errors("ALTER TABLE accounts ALTER COLUMN code TYPE varchar(60)")).toEqual([]);
  });

  test("replaced with the same columns and one more it stays what it was", async () => {
    const query = "FROM users u JOIN accounts a ON a.id = u.account_id";
    expect(await errors(`CREATE OR REPLACE VIEW members AS SELECT u.id, a.name AS account, u.phone ${query}`)).toEqual([]);
    expect(await errors(`CREATE OR REPLACE VIEW members AS SELECT u.id, u.phone ${query}`)).toEqual([
      "cannot-run replace-view-refused",
    ]);
  });
});

describe("rows that the history wrote are known", () => {
  test.each([
    ["INSERT INTO tags (id, label) VALUES (2, 'lime')", ["fails-on-data insert-breaks-constraint"]],
    ["INSERT INTO tags (id, label) VALUES (3, 'red')", ["fails-on-data insert-breaks-constraint"]],
    ["INSERT INTO tags (id, label) VALUES (3, 'lime')", []],
    ["DELETE FROM tags WHERE id = 2; INSERT INTO tags (id, label) VALUES (2, 'lime')", []],
    ["UPDATE tags SET label = 'lime' WHERE id = 1; INSERT INTO tags (id, label) VALUES (3, 'red')", []],
    ["INSERT INTO tags (id, label) SELECT 2, 'lime' WHERE NOT EXISTS (SELECT FROM tags WHERE id = 2)", []],
    ["ALTER TABLE tags ADD CONSTRAINT c CHECK (length(label) < 4)", ["fails-on-data known-rows-break-constraint"]],
    ["ALTER TABLE tags ALTER COLUMN color SET NOT NULL", ["fails-on-data known-rows-break-constraint"]],
  ])("%s", async (up, expected) => {
    expect(await errors(up)).toEqual(expected);
  });
});

describe("a function that the migration makes and calls is seen into", () => {
  test("what its body does, the call does", async () => {
    const make = (body: string, language = "plpgsql") =>
      `CREATE FUNCTION once() RETURNS void LANGUAGE ${language} AS $$ ${body} $$;`;
    const dropped = ["breaks-old-code dropped-while-in-use", "data-loss drop-column"];
    expect(await errors(`${make("BEGIN ALTER TABLE users DROP COLUMN phone; END")} SELECT once()`)).toEqual(dropped);
    expect(await errors(`${make("ALTER TABLE users DROP COLUMN phone", "sql")} SELECT once()`)).toEqual(dropped);
    expect(await errors(make("BEGIN ALTER TABLE users DROP COLUMN phone; END"))).toEqual([]);
  });

  const DROPS = "CREATE FUNCTION once(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || t; END $$;";

  test("what it builds from a constant is seen", async () => {
    expect(await errors(`${DROPS} SELECT once('users')`)).toContain("data-loss drop-table");
  });

  test("what it builds at run time is named as unseen", async () => {
    const found = await lintSql(WORLD, `${DROPS} SELECT once(current_user)`, rules);
    expect(found.filter(({ rule }) => rule === "opaque-dynamic-sql").map(({ place }) => place.line)).not.toEqual([]);
  });
});
