import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { rules } from "../../src/rules/index.js";
import { lintSql } from "./lint-sql.js";

const WORLD = `CREATE TABLE orders (id bigint PRIMARY KEY, state text, note text NOT NULL DEFAULT '-', paid_at timestamptz);
INSERT INTO orders (id, state) SELECT n, 'paid' FROM generate_series(1, 500) n;
INSERT INTO orders (id, state) VALUES (1001, 'open'), (1002, 'void');
CREATE TABLE kinds (code text PRIMARY KEY, label text); INSERT INTO kinds VALUES ('a', 'A'), ('b', 'B');`;

async function severities(up: string, before = WORLD): Promise<readonly string[]> {
  const findings = await lintSql(before, up, rules);
  return findings.filter(({ rule }) => /^(?:update|delete)-/u.test(rule)).map(({ rule, severity }) => `${rule} ${severity}`);
}

describe("a filter over rows that the history put there", () => {
  test.each([
    "UPDATE orders SET note = 'x' WHERE state = 'paid'",
    "UPDATE orders SET note = 'x' WHERE state IN ('paid', 'open')",
    "UPDATE orders SET note = 'x' WHERE NOT (state = 'void')",
    "UPDATE orders SET note = 'x' WHERE paid_at IS NULL",
    "UPDATE orders SET note = 'x' WHERE state IS NOT NULL AND id > 200",
    "UPDATE orders SET note = 'x' WHERE id % 2 = 0",
  ])("finds many: %s", async (up) => {
    expect(await severities(up)).toEqual(["update-in-bulk error"]);
  });

  test("finds few: nothing is said", async () => {
    expect(await severities("UPDATE orders SET note = 'x' WHERE state = 'open'")).toEqual([]);
  });

  test("destroys few: they are gone all the same", async () => {
    expect(await severities("DELETE FROM orders WHERE state = 'open'")).toEqual(["delete-in-bulk warning"]);
  });

  test.each([
    ["what the server works out", "UPDATE orders SET note = 'x' WHERE state = reverse('diap')"],
    ["another table", "UPDATE orders o SET note = 'x' FROM kinds k WHERE o.state = k.code"],
  ])("stays a warning where %s decides", async (_, up) => {
    expect(await severities(up)).toEqual(["update-in-bulk warning"]);
  });

  test("is not told once the rows have changed", async () => {
    expect(
      await severities("UPDATE orders SET note = 'x' WHERE state = 'paid'", `${WORLD} DELETE FROM orders WHERE id > 400;`),
    ).toEqual(["update-in-bulk warning"]);
  });
});

describe("a column that the history added to a table", () => {
  const added = (more = "") =>
    `CREATE TABLE parts (id int PRIMARY KEY, n text); ALTER TABLE parts ADD COLUMN kind text, ADD COLUMN size int DEFAULT 7; ${more}`;

  const told = async (up: string, more = "") =>
    (await lintSql(added(more), up, rules)).flatMap(({ rule, severity, message }) =>
      rule === "update-in-bulk" ? [{ severity, message }] : [],
    );

  test.each(["UPDATE parts SET kind = n WHERE kind IS NULL", "UPDATE parts SET size = 8 WHERE parts.size = 7"])(
    "nothing has filled yet, so that all of before are found: %s",
    async (up) => {
      const words = { severity: "warning", message: expect.stringContaining("as far as the SQL tells every row") };
      expect(await told(up)).toEqual([words]);
      expect(await told(up, "ALTER TABLE parts ALTER COLUMN size SET DEFAULT 9;")).toEqual([words]);
    },
  );

  test.each([
    ["an UPDATE has filled it", "UPDATE parts SET kind = n WHERE kind IS NULL", "UPDATE parts SET kind = 'x' WHERE n = 'x';"],
    ["another column decides as well", "UPDATE parts SET kind = n WHERE kind IS NULL AND n <> 'x'", ""],
    ["the table was made with it", "UPDATE parts SET kind = 'x' WHERE n IS NULL", ""],
    ["it is another value", "UPDATE parts SET size = 8 WHERE size = 6 OR n = 'x'", ""],
  ])("nobody knows how many are found where %s", async (_, up, more) => {
    const words = { severity: "warning", message: expect.stringContaining("all rows of parts that its filter finds") };
    expect(await told(up, more)).toEqual([words]);
  });
});

describe("a filter that nearly every row meets", () => {
  test.each([
    [
      "in a table of unknown size",
      "CREATE TABLE t (id int PRIMARY KEY, n text)",
      "UPDATE t SET n = 'x' WHERE id <> 7",
      "update-in-bulk error",
    ],
    ["a list of a few kinds", WORLD, "UPDATE kinds SET label = 'x' WHERE code <> 'a'", "update-in-bulk warning"],
    [
      "a column that repeats",
      "CREATE TABLE t (id int PRIMARY KEY, n text NOT NULL)",
      "UPDATE t SET n = 'x' WHERE n <> 'a'",
      "update-in-bulk warning",
    ],
    [
      "a time that somebody gives",
      "CREATE TABLE t (id int PRIMARY KEY, due timestamptz NOT NULL)",
      "UPDATE t SET due = now() WHERE due <= now()",
      "update-in-bulk warning",
    ],
    [
      "older than a month",
      "CREATE TABLE t (id int PRIMARY KEY, made timestamptz NOT NULL DEFAULT now())",
      "DELETE FROM t WHERE made < now() - interval '30 days'",
      "delete-in-bulk warning",
    ],
  ])("%s", async (_, before, up, expected) => {
    expect(await severities(up, before)).toEqual([expected]);
  });
});

describe("a procedure that the change itself defines", () => {
  const procedure = (end: string) =>
    `CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..20 LOOP UPDATE orders SET note = 'x' WHERE ctid = ANY (ARRAY(SELECT ctid FROM orders WHERE note = '-' LIMIT 50)); ${end} END LOOP; END $$; CALL fill();`;

  test("is read where it is called", async () => {
    expect(await severities(procedure(""))).toEqual(["update-in-bulk error"]);
    expect(await severities(procedure("COMMIT;"))).toEqual([]);
  });
});

describe("a table that is published without a replica identity", () => {
  let server: Server;
  beforeAll(async () => {
    const options = { databaseUrl: null, signal: new AbortController().signal, log: () => undefined };
    ({ server } = await startEngine({ choice: "auto", major: null, ...options }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("refuses updates and deletes, whatever wal_level is", async () => {
    const database = await server.database();
    const session = await database.connect();
    await session.query("CREATE TABLE log (n int)");
    await session.query("INSERT INTO log VALUES (1)");
    await session.query("CREATE PUBLICATION changes FOR TABLE log");
    for (const sql of ["UPDATE log SET n = 2", "DELETE FROM log"])
      await expect(session.query(sql), sql).rejects.toThrow(/does not have a replica identity/u);
    await session.query("ALTER TABLE log REPLICA IDENTITY FULL");
    await session.query("UPDATE log SET n = 2");
    await session.close();
    await database.drop();
  });
});
