import { expect, test } from "vitest";
import { rules } from "../../src/rules/index.js";
import { lintSql } from "./lint-sql.js";

async function errors(before: string, up: string): Promise<readonly string[]> {
  const findings = await lintSql(before, up, rules);
  return findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
}

const ORDERS =
  "CREATE TABLE orders (id bigint PRIMARY KEY, total int); CREATE MATERIALIZED VIEW totals AS SELECT total FROM orders;";

test("an index of a materialized view keeps only refreshes waiting, one of a table keeps writers", async () => {
  expect(await errors(ORDERS, "CREATE INDEX ON totals (total)")).toEqual([]);
  expect(await errors(ORDERS, "CREATE INDEX ON orders (total)")).toEqual(["create-index-blocks-writes"]);
});

const SETTINGS =
  "CREATE TABLE settings (key text PRIMARY KEY, value text); INSERT INTO settings SELECT 'k' || n, 'v' FROM generate_series(1, 100) n;";

test.each(["k1", "k100"])("the key %s of a series was inserted before", async (key) => {
  expect(await errors(SETTINGS, `INSERT INTO settings VALUES ('${key}', 'again')`)).toEqual(["insert-breaks-constraint"]);
});

test.each(["k0", "k101", "k01", "1", "l1"])("the key %s is in no series", async (key) => {
  expect(await errors(SETTINGS, `INSERT INTO settings VALUES ('${key}', 'new')`)).toEqual([]);
});

test("a list of names that the text tells is built on, table by table", async () => {
  const block = (names: string) =>
    `DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY[${names}] LOOP EXECUTE format('CREATE INDEX ON %I (total)', t); END LOOP; END $$`;
  expect(await errors(ORDERS, block("'orders'"))).toContain("create-index-blocks-writes");
  expect(await errors(ORDERS, block("'totals'"))).toEqual([]);
});
