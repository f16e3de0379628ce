import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { rules } from "../../src/rules/index.js";
import type { Rule } from "../../src/rules/rule.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { judgeExample } from "./judge-example.js";
import { lintSql } from "./lint-sql.js";

const WORLD = `CREATE TABLE customers (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, state text, total int);
CREATE TABLE "user" (id bigint PRIMARY KEY, owner bigint);`;

async function told(up: string, before = WORLD): Promise<readonly string[]> {
  return (await lintSql(before, up, rules)).map(({ rule, severity }) => `${rule} ${severity}`);
}

async function fixes(up: string, rule: string): Promise<readonly string[]> {
  return (await lintSql(WORLD, up, rules)).flatMap((finding) => (finding.rule === rule ? [finding.fix?.sql ?? ""] : []));
}

describe("one finding for each cause", () => {
  test("all tables that are closed meanwhile are told of at once", async () => {
    const found = await lintSql(
      WORLD,
      "ALTER TABLE customers ADD COLUMN a int; ALTER TABLE orders ADD COLUMN a int; UPDATE orders SET a = 1",
      rules,
    );
    const kept = found.filter(({ rule }) => rule === "lock-then-work");
    expect(kept.map(({ message }) => message)).toEqual([
      "Reads and writes of customers wait since line 1, and go on waiting while this statement works through orders. The same holds for orders.",
    ]);
  });

  test("two indexes of one table are two builds, and no lock that outlasts its work", async () => {
    const found = await told("CREATE INDEX ON orders (state); CREATE INDEX ON orders (total)");
    expect(found).not.toContain("lock-then-work error");
    expect(found.filter((each) => each === "create-index-blocks-writes error")).toHaveLength(2);
  });

  test("readers who would get past the build, but for an earlier lock, are told of", async () => {
    expect(await told("ALTER TABLE orders ADD COLUMN a int; CREATE INDEX ON orders (a)")).toContain("lock-then-work error");
  });

  test("how long a lock is waited for is a detail beside long work under it", async () => {
    expect(await told("ALTER TABLE orders ALTER COLUMN total TYPE bigint")).toContain("missing-lock-timeout info");
    expect(await told("ALTER TABLE orders ADD COLUMN a int")).toContain("missing-lock-timeout warning");
  });
});

describe("what the SQL does not show", () => {
  const partitioned = "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);";

  test("a partitioned table may have partitions that a job makes", async () => {
    expect(await told("TRUNCATE events", partitioned)).toContain("truncate error");
    expect(await told("DROP TABLE events", partitioned)).toContain("drop-table error");
  });

  test("one that is born in the change has none", async () => {
    expect(await told(`${partitioned} TRUNCATE events`)).not.toContain("truncate error");
  });
});

describe("SQL to paste", () => {
  test("names that are key words are quoted", async () => {
    const [sql = ""] = await fixes('ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES "user"', "foreign-key-scans");
    expect(sql).toContain('REFERENCES "user"');
  });

  test("the key of the changed table is told from that of a joined one", async () => {
    const [sql] = await fixes(
      "UPDATE orders o SET state = c.email FROM customers c WHERE c.id = o.customer_id",
      "update-in-bulk",
    );
    expect(sql).toContain("WHERE o.id > 0 AND o.id <= 10000 AND (");
  });

  test("a DELETE keeps its alias and its USING", async () => {
    const up = "DELETE FROM orders a USING orders b WHERE a.state = b.state AND a.id > b.id";
    expect(await fixes(up, "delete-in-bulk")).toEqual([
      `SELECT count(*) FROM orders a, orders b WHERE a.state = b.state AND a.id > b.id;
-- repeat until it deletes nothing, each time in a transaction of its own
DELETE FROM orders WHERE ctid IN (
  SELECT a.ctid FROM orders a, orders b WHERE a.state = b.state AND a.id > b.id LIMIT 5000);`,
    ]);
  });

  test("a fix for one command of several says so", async () => {
    const [sql = ""] = await fixes(
      "ALTER TABLE orders ADD COLUMN a int, ADD CONSTRAINT c CHECK (total > 0)",
      "check-constraint-scans",
    );
    expect(sql.startsWith("-- the statement's other commands\nALTER TABLE orders ADD COLUMN a int;\n")).toBe(true);
    const up = { file: "fix.sql", text: sql, transaction: "statement" as const, psql: false };
    const [read] = await readMigrations([{ id: "fix", version: null, up, down: null, digests: [] }], { serverMajor: 18 });
    expect(read?.up.statements.map(({ operations }) => operations[0]?.operation.kind)).toEqual([
      "add-column",
      "add-constraint",
      "validate-constraint",
    ]);
  });
});

describe("a filter", () => {
  test.each([
    ["UPDATE orders SET total = 1 WHERE state = 'new'", true],
    ["UPDATE orders SET total = 1 WHERE state = 'new' AND id > 10", true],
    ["UPDATE orders SET total = 1 WHERE state = 'new' AND id IN (SELECT id FROM customers)", true],
    ["UPDATE orders SET total = 1 FROM customers c WHERE orders.id = c.id AND state = 'new'", true],
    ["UPDATE orders SET total = 1 WHERE id = 7", false],
    ["UPDATE orders SET total = 1 WHERE 7 = id", false],
    ["UPDATE orders SET total = 1 WHERE orders.id IN (1, 2) AND state = 'new'", false],
    ['UPDATE orders SET total = 1 WHERE "id" = ANY (ARRAY[1, 2])', false],
  ])("%s", async (up, many) => {
    expect((await told(up)).includes("update-in-bulk warning")).toBe(many);
  });
});

test("a join along a foreign key alone finds every row", async () => {
  const before =
    "CREATE TABLE shops (id bigint PRIMARY KEY, state text); CREATE TABLE orders (id bigint, shop_id bigint REFERENCES shops, state text);";
  const join = "UPDATE orders SET state = shops.state FROM shops WHERE orders.shop_id = shops.id";
  expect(await told(join, before)).toContain("update-in-bulk error");
  expect(await told(`${join} AND shops.state = 'new'`, before)).toContain("update-in-bulk warning");
});

describe("rows that were counted", () => {
  let server: Server;
  beforeAll(async () => {
    const none = new AbortController().signal;
    ({ server } = await startEngine({ choice: "auto", major: null, databaseUrl: null, signal: none, log: () => undefined }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const before = `CREATE TABLE orders (id bigint PRIMARY KEY, state text, total int);
INSERT INTO orders SELECT n, CASE WHEN n % 100 = 0 THEN 'rare' WHEN n % 10 = 0 THEN 'some' ELSE 'most' END, n FROM generate_series(1, 2000) n;
CREATE FUNCTION touch() RETURNS void LANGUAGE sql AS 'UPDATE orders SET total = 0';`;
  const world: Pick<Rule, "examples"> = { examples: { before, bad: [], good: [] } };

  async function seen(up: string): Promise<readonly Pick<Finding, "rule" | "severity" | "evidence">[]> {
    const { findings } = await judgeExample(world as Rule, up, server);
    return findings
      .filter(({ rule }) => rule === "update-in-bulk" || rule === "delete-in-bulk")
      .map(({ rule, severity, evidence }) => ({ rule, severity, evidence }));
  }

  test.each([
    ["UPDATE orders SET total = 0 WHERE state = 'most'", "update-in-bulk", "error", "confirmed"],
    ["UPDATE orders SET total = 0 WHERE state = 'some'", "update-in-bulk", "warning", "confirmed"],
    ["UPDATE orders SET total = 0 WHERE state = 'rare'", "update-in-bulk", "info", "confirmed"],
    ["DELETE FROM orders WHERE state = 'most'", "delete-in-bulk", "error", "confirmed"],
    ["DELETE FROM orders WHERE state = 'rare'", "delete-in-bulk", "warning", "confirmed"],
    ["SELECT touch()", "update-in-bulk", "error", "observed"],
  ])("%s", async (up, rule, severity, evidence) => {
    expect(await seen(up)).toEqual([{ rule, severity, evidence }]);
  });

  test("an UPDATE of all rows is told of once", async () => {
    expect(await seen("UPDATE orders SET total = 0")).toEqual([]);
  });
});
