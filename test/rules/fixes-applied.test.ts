import { describe, expect, test } from "vitest";
import { applyFix } from "../../src/lint/fixes/apply-fix.js";
import { unwrapped } from "../../src/lint/fixes/unwrapped.js";
import type { Fix } from "../../src/model/finding.js";
import type { Migration, TransactionShape } from "../../src/model/migration.js";
import { rules } from "../../src/rules/index.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { lintSql } from "./lint-sql.js";

const WORLD =
  "CREATE TABLE customers (id bigint PRIMARY KEY, email text); CREATE TABLE orders (id bigint PRIMARY KEY, total int);";

async function fixOf(up: string, rule: string): Promise<Fix | null> {
  return (await lintSql(WORLD, up, rules)).find((finding) => finding.rule === rule)?.fix ?? null;
}

/** The scripts that a change becomes, each with its shape. */
async function applied(text: string, at: number, sql: string, transaction: TransactionShape = "file") {
  const up = { file: "1.sql", text, transaction, psql: transaction === "statement" };
  const migration: Migration = { id: "1", version: null, up, down: null, digests: [] };
  const [read] = await readMigrations([migration], { serverMajor: 18 });
  const statement = read?.up.statements[at];
  const fixed = statement === undefined ? null : applyFix(migration, statement, { sql, edits: [], verified: false });
  return fixed?.now.map((each) => `${each.up.transaction}: ${each.up.text.trim().replace(/\s+/gu, " ")}`);
}

describe("a fix in place of its statement", () => {
  test("takes the statement out of its transaction, and leaves the others where they were", async () => {
    const sql = "-- in a migration of its own that runs outside of a transaction\nCREATE INDEX CONCURRENTLY i ON b (n);";
    expect(await applied("ALTER TABLE a ADD n int;\nCREATE INDEX i ON b (n);\nALTER TABLE c ADD n int;", 1, sql)).toEqual([
      "file: ALTER TABLE a ADD n int;",
      "statement: -- in a migration of its own that runs outside of a transaction CREATE INDEX CONCURRENTLY i ON b (n);",
      "file: ALTER TABLE c ADD n int;",
    ]);
  });

  test("closes a block that the script opened, and opens it again", async () => {
    const sql = "-- in a migration of its own\nALTER TABLE b VALIDATE CONSTRAINT c;";
    expect(await applied("BEGIN; SELECT 1; SELECT 2; SELECT 3; COMMIT;", 2, sql, "statement")).toEqual([
      "statement: BEGIN; SELECT 1; COMMIT;",
      "statement: -- in a migration of its own ALTER TABLE b VALIDATE CONSTRAINT c;",
      "statement: BEGIN; SELECT 3; COMMIT;",
    ]);
  });

  test("that only changes the statement leaves one script", async () => {
    expect(await applied("SELECT 1; SELECT 2; SELECT 3;", 1, "SELECT 4;")).toEqual(["file: SELECT 1; SELECT 4; SELECT 3;"]);
  });
});

describe("a fix as an edit of the file", () => {
  test("is one where nothing has to leave the script", async () => {
    const fix = await fixOf("SELECT 1;\nALTER TABLE orders ADD COLUMN note text;", "missing-lock-timeout");
    expect(fix?.edits).toEqual([
      {
        place: { file: "change.sql", line: 2, column: 1, endLine: 2, endColumn: 1 },
        replacement: "SET LOCAL lock_timeout = '2s';\n",
      },
    ]);
  });

  test("is none where a part of it is another migration", async () => {
    expect((await fixOf("CREATE INDEX ON orders (total)", "create-index-blocks-writes"))?.edits).toEqual([]);
  });
});

describe("a statement of several commands", () => {
  test("keeps those that the fix does not speak of", async () => {
    const fix = await fixOf("ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0), ADD COLUMN a int", "check-constraint-scans");
    expect(fix?.sql.split("\n").slice(0, 3)).toEqual([
      "-- the statement's other commands",
      "ALTER TABLE orders ADD COLUMN a int;",
      "ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID;",
    ]);
  });
});

test("what a tool has to read so that it opens no transaction", () => {
  expect([unwrapped("goose"), unwrapped("sqlx"), unwrapped("plain")]).toEqual([
    "-- +goose NO TRANSACTION",
    "-- no-transaction",
    null,
  ]);
});
