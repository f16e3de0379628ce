import { describe, expect, test } from "vitest";
import { operations, read } from "./read.js";

async function unreadable(sql: string, serverMajor = 18) {
  return (await operations(sql, serverMajor)).find((operation) => operation.kind === "unreadable");
}

describe("a known mistake says what was meant", () => {
  test.each([
    [
      "ALTER TABLE p ADD CONSTRAINT IF NOT EXISTS fk FOREIGN KEY (a) REFERENCES u (id)",
      /ALTER TABLE p DROP CONSTRAINT IF EXISTS fk; ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY \(a\) REFERENCES u \(id\);.*pg_constraint WHERE conname = 'fk'/u,
    ],
    ["CREATE TYPE IF NOT EXISTS t AS ENUM ('a')", /duplicate_object/u],
    ["CREATE TRIGGER IF NOT EXISTS t BEFORE UPDATE ON x EXECUTE FUNCTION f()", /CREATE OR REPLACE TRIGGER/u],
    ["CREATE POLICY IF NOT EXISTS p ON t", /DROP POLICY IF EXISTS/u],
    ["CREATE FUNCTION IF NOT EXISTS f() RETURNS int", /CREATE OR REPLACE FUNCTION/u],
    ["CREATE DATABASE IF NOT EXISTS x", /outside of migrations/u],
    ["CREATE ROLE IF NOT EXISTS x", /pg_roles/u],
    ["CREATE INDEX IF NOT EXISTS ON t (a)", /needs the name of the index/u],
    ["CREATE INDEX IF NOT EXISTS CONCURRENTLY i ON t (a)", /CREATE INDEX CONCURRENTLY IF NOT EXISTS/u],
    ["DROP INDEX IF EXISTS CONCURRENTLY i", /DROP INDEX CONCURRENTLY IF EXISTS/u],
    ["DROP TABLE t IF EXISTS", /DROP TABLE IF EXISTS/u],
    ["ALTER TABLE t DROP COLUMN a IF EXISTS", /DROP COLUMN IF EXISTS/u],
    ["ALTER TABLE t ADD COLUMN a IF NOT EXISTS int", /ADD COLUMN IF NOT EXISTS/u],
    ["ALTER TABLE t RENAME COLUMN IF EXISTS a TO b", /RENAME COLUMN has no IF EXISTS/u],
    ["DROP INDEX IF EXIST i", /EXISTS, with an S/u],
    ["CREATE TABLE t (id int AUTO_INCREMENT)", /IDENTITY/u],
    ["CREATE TABLE `t` (id int)", /double quotes/u],
    ["CREATE TABLE t (id int) ENGINE=InnoDB", /has no ENGINE/u],
    ["ALTER TABLE t MODIFY COLUMN a int", /has no MODIFY/u],
    ["ALTER TABLE t CHANGE COLUMN a b int", /has no CHANGE/u],
    ["CREATE TABLE t (a int UNSIGNED)", /no unsigned numbers/u],
    ["CREATE TABLE t (a int(11))", /take no width/u],
    ["CREATE TABLE t (a DATETIME(6) NOT NULL ON UPDATE CURRENT_TIMESTAMP)", /no ON UPDATE/u],
    ["ALTER TABLE t ADD INDEX i (a)", /CREATE INDEX CONCURRENTLY/u],
    ["ALTER TABLE t ADD UNIQUE INDEX i (a)", /CREATE INDEX CONCURRENTLY/u],
    ["INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1", /ON CONFLICT/u],
    ["CREATE TABLE t (id int) WITH OIDS", /removed in PostgreSQL 12/u],
    ["CREATE TABLE t (a int, )", /comma too many/u],
    ["CREATE TABLE t (\n  a int\n  b text\n)", /comma may be missing/u],
    ["CREATE TABLE t (a int)\nCREATE TABLE u (a int)", /semicolon is missing before CREATE/u],
    ["CREATE TABLE t (a int", /parenthesis is not closed/u],
    ["SELECT 1)", /closing parenthesis too many/u],
    ["INSERT INTO t VALUES ('it's)", /written twice/u],
    ["SELECT 'abc", /never closed/u],
    ["CREATE TABLE user (id int)", /"user"/u],
    ["IF NOT EXISTS (SELECT 1) THEN SELECT 1", /DO \$\$ BEGIN/u],
    ["ALTER TABLE t ADD COLUMN a int REFERENCES o (id) NOT VALID", /NOT VALID cannot stand on a column/u],
    ["ALTER TYPE t ADD VALUE 'a', 'b'", /one value at a time/u],
    ["ALTER TABLE t DROP COLUMN a text", /nothing more than CASCADE/u],
    ["<<<<<<< HEAD\nSELECT 1\n=======\nSELECT 2\n>>>>>>> b", /merge conflict/u],
    ["SELECT * FROM {{schema}}.t", /`\{\{schema\}\}` is a placeholder/u],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the placeholder that is tested
    ["CREATE TABLE ${schema}.t (a int)", /`\$\{schema\}` is a placeholder/u],
    ["SELECT :limit", /`:limit` is a variable of psql/u],
    ["\\set x 1", /command of psql/u],
    ["SELECT \u2018x\u2019 y z", /typographic quote/u],
    ["CREATE\u00a0TABLE t (a int)", /non-breaking space/u],
  ])("%s", async (sql, meant) => {
    expect((await unreadable(sql))?.meant).toMatch(meant);
  });

  test("what it proposes parses", async () => {
    const meant =
      (await unreadable('ALTER TABLE s.p ADD CONSTRAINT IF NOT EXISTS "Fk" FOREIGN KEY (a) REFERENCES u (id)'))?.meant ?? "";
    const proposals = [...meant.matchAll(/`([^`]+;)`/gu)].map((match) => match[1] ?? "");
    expect(proposals).toHaveLength(2);
    for (const proposal of proposals) expect((await operations(proposal)).map(({ kind }) => kind)).not.toContain("unreadable");
  });

  test("an unknown one says where, and nothing more", async () => {
    expect(await unreadable("SELECT 1 2")).toEqual({
      kind: "unreadable",
      message: 'syntax error at or near "2"',
      line: 1,
      column: 10,
      meant: null,
      needsMajor: null,
    });
  });
});

describe("newer syntax than the server's", () => {
  test.each([
    ["CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a))", 16, 18, "create-table"],
    ["CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a))", 17, 18, "create-table"],
    ["ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED", 15, 18, "add-constraint"],
    ["ALTER TABLE t ADD CONSTRAINT n NOT NULL a", 17, 18, "add-constraint"],
    ["ALTER TABLE t ALTER a SET EXPRESSION AS (b + 1)", 16, 17, "set-generated"],
    ["MERGE INTO t USING s ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE", 16, 17, "merge"],
  ])("%s on %i needs %i", async (sql, server, needsMajor, kind) => {
    const found = await operations(sql, server);
    expect(found.map((operation) => operation.kind)).toEqual(["unreadable", kind]);
    expect(found[0]).toMatchObject({
      needsMajor,
      message: `needs PostgreSQL ${needsMajor} or later; yours is ${server}`,
      line: 1,
      column: 1,
    });
    expect((await operations(sql, needsMajor)).map((operation) => operation.kind)).toEqual([kind]);
  });

  test("inside a DO block too", async () => {
    const { statements } = await read("DO $$ BEGIN\nALTER TABLE t ALTER a SET EXPRESSION AS (b + 1);\nEND $$", {}, 16);
    expect(statements[0]?.operations.map(({ inside, operation }) => [operation.kind, inside])).toEqual([
      ["do-block", "statement"],
      ["unreadable", "do"],
      ["set-generated", "do"],
    ]);
  });

  test("what 16 knows is silent", async () => {
    expect((await operations("CREATE TABLE t (a int DEFAULT -1 CHECK (a > 0))", 16)).map(({ kind }) => kind)).toEqual([
      "create-table",
    ]);
  });
});
