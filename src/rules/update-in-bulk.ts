import { evaluateCheck } from "../catalog/evaluate-check.js";
import { isLookUp } from "../catalog/is-look-up.js";
import type { OperationOf } from "../model/operation.js";
import { inBatches } from "./in-batches.js";
import { type KnownShare, knownRows, knownShare } from "./known-share.js";
import { aimsAtMany, followsEveryRow, isAlwaysTrue, isBatchOfLoop, neverCommits } from "./rows-aimed-at.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";
import { copiesWholeTable, nearlyEveryRow } from "./whole-table-filter.js";

export const updateInBulk = defineRule({
  id: "update-in-bulk",
  hazard: "locks-rows-in-bulk",
  severity: "warning",
  title: "UPDATE by a filter, in one transaction",
  effect: "All rows that the filter finds stay locked until COMMIT. How many that are, only the data tells.",
  remedy: "If the filter can find a large part of the table, backfill in batches by key range, each in a transaction of its own.",
  source: "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS",
  priorArt: { strong_migrations: ["change_column_null"], gitlab: ["update_large_table"], migrationpilot: ["MP011"] },
  on: "update",
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table, where } = operation;
    const loops = neverCommits(operation, moment);
    // Every row: update-without-where tells of it.
    if (where !== null && isAlwaysTrue(where, table, moment)) return;
    if (!loops && isBatchOfLoop(operation, moment)) return;
    const share = knownShare(operation, moment);
    const many = followsEveryRow(operation, moment) || aimsAtMany(operation, moment);
    if (!(loops || (many && share?.weight !== "small")) || !moment.mayHoldRows(table)) return;
    const text = sqlText.name(table);
    const rows = moment.table(table)?.rows ?? null;
    // A column that this change adds is null or at its default in every row, so that a filter on it finds them all.
    const fresh = (where?.columns ?? []).some((column) =>
      moment.earlier.some(
        ({ operation }) =>
          operation.kind === "add-column" &&
          operation.column.name === column &&
          moment.key(operation.table) === moment.key(table),
      ),
    );
    const unfilled = findsUnfilled(operation, moment);
    const followed = loops ? null : followedKey(operation, moment);
    const oneByOne = followsEveryRow(operation, moment);
    const told = loops ? null : bulkWords(operation, share, moment);
    const bulk = loops || oneByOne || followed !== null || told !== null || fresh;
    yield {
      table,
      severity: bulk ? "error" : "warning",
      message: loops
        ? `The loop updates ${text} in batches and never commits, so the rows of all batches stay locked until the block ends.`
        : told !== null
          ? `The UPDATE finds ${told} and keeps them locked until COMMIT.`
          : fresh
            ? `The UPDATE filters ${text} by a column that this change adds, so it can find every row and keeps them locked until COMMIT.`
            : unfilled
              ? `The UPDATE finds the rows of ${text} in which nothing has filled a column since it was added: as far as the SQL tells every row, and keeps them locked until COMMIT.`
              : followed !== null
                ? `The UPDATE follows the foreign key ${followed}, so it finds every row of ${text} that has one and keeps them locked until COMMIT.`
                : `The UPDATE keeps all rows of ${text} that its filter finds locked until COMMIT${rows === null ? "" : ` (of ${rows.toLocaleString("en-US")} here)`}.`,
      ...(loops
        ? { remedy: "COMMIT after each batch, and run the block outside of a transaction." }
        : { fix: { sql: inBatches(operation, true, moment), edits: [], verified: false } }),
      witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
    };
  },

  examples: {
    before: `CREATE TABLE invoices (id bigint PRIMARY KEY, state text, note text NOT NULL DEFAULT '-', made timestamptz NOT NULL DEFAULT now());
INSERT INTO invoices (id, state) SELECT n, 'paid' FROM generate_series(1, 300) n; INSERT INTO invoices (id, state) VALUES (1001, 'open'); CREATE TABLE shops (id bigint PRIMARY KEY, state text); INSERT INTO shops SELECT n, 'open' FROM generate_series(1, 20) n; CREATE TABLE orders (id bigint PRIMARY KEY, state text, shop_id bigint REFERENCES shops); INSERT INTO orders SELECT n, 'new', 1 + n % 20 FROM generate_series(1, 200) n;`,
    bad: [
      { title: "what most rows of the history hold", up: "UPDATE invoices SET note = 'x' WHERE state = 'paid' AND id % 2 = 0" },
      { title: "all that were made until now", up: "UPDATE invoices SET state = 'old' WHERE made <= now()" },
      { title: "all that are not empty", up: "UPDATE invoices SET state = 'old' WHERE length(note) > 0" },
      { title: "all but a few keys", up: "UPDATE invoices SET state = 'old' WHERE id NOT IN (SELECT 0)" },
      {
        title: "keys that were copied without a condition",
        up: "CREATE TEMP TABLE ids AS SELECT id FROM invoices; UPDATE invoices SET state = 'old' WHERE id IN (SELECT id FROM ids)",
      },
      "UPDATE orders SET state = 'old' WHERE state = 'new'",
      "ALTER TABLE orders ADD COLUMN kind text; UPDATE orders SET kind = 'web' WHERE kind IS NULL",
      { title: "a join along a foreign key", up: "UPDATE orders o SET state = s.state FROM shops s WHERE s.id = o.shop_id" },
      { title: "a key that is only compared", up: "UPDATE orders SET state = 'old' WHERE state = 'new' AND id > 100" },
      {
        title: "the key of a query",
        up: "UPDATE orders SET state = 'old' WHERE state = 'new' AND id IN (SELECT id FROM orders)",
      },
      {
        title: "a row that a foreign key makes sure of",
        up: "UPDATE orders o SET state = 'old' WHERE EXISTS (SELECT 1 FROM shops s WHERE s.id = o.shop_id)",
      },
      {
        title: "every row, one by one",
        up: "DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM orders LOOP UPDATE orders SET state = 'old' WHERE id = r.id; END LOOP; END $$",
      },
      {
        title: "slices between variables, and no COMMIT",
        up: "DO $$ DECLARE low bigint := 0; BEGIN WHILE low < 200 LOOP UPDATE orders SET state = 'old' WHERE id > low AND id <= low + 50 AND state = 'new'; low := low + 50; END LOOP; END $$",
      },
      {
        title: "batches of a loop that never commits",
        up: "DO $$ BEGIN LOOP UPDATE orders SET state = 'old' WHERE id IN (SELECT id FROM orders WHERE state = 'new' LIMIT 10); EXIT WHEN NOT FOUND; END LOOP; END $$",
      },
    ],
    good: [
      "UPDATE orders SET state = 'old' WHERE id = 7",
      "UPDATE orders SET state = 'old' WHERE id BETWEEN 1 AND 50",
      {
        title: "slices between variables, each committed",
        up: "ALTER TABLE orders ADD COLUMN kind text; DO $$ DECLARE low bigint := 0; BEGIN WHILE low < 200 LOOP UPDATE orders SET kind = 'web' WHERE id > low AND id <= low + 20 AND kind IS NULL; COMMIT; low := low + 20; END LOOP; END $$",
        transaction: "statement",
      },
      {
        title: "slices whose other end is a variable too",
        up: "ALTER TABLE orders ADD COLUMN kind text; DO $$ DECLARE low bigint := 0; high bigint; BEGIN WHILE low < 200 LOOP high := low + 20; UPDATE orders SET kind = 'web' WHERE id > low AND id <= high AND kind IS NULL; COMMIT; low := high; END LOOP; END $$",
        transaction: "statement",
      },
    ],
  },
});

/** A column that was added to a table and that no UPDATE has set holds in the rows of before what it was added with. How many came since, with a value, only rows tell. */
function findsUnfilled({ table, where, reads }: OperationOf<"update">, moment: Moment): boolean {
  if (where === null || reads.length > 0 || isLookUp(moment.key(table), moment.change.base)) return false;
  const columns = moment.table(table)?.columns ?? [];
  return evaluateCheck(where.text, (name) => columns.find((column) => column.name === name)?.leftAt) === true;
}

/** Which rows are sure to be found, where they are many. */
function bulkWords(operation: OperationOf<"update">, share: KnownShare | null, moment: Moment): string | null {
  const text = sqlText.name(operation.table);
  if (share?.weight === "large") return knownRows(share, text);
  const nearly = nearlyEveryRow(operation, moment);
  if (nearly !== null) return `nearly every row of ${text}, since ${nearly},`;
  return copiesWholeTable(operation, moment) ? `every row of ${text}, whose keys were copied without a condition,` : null;
}

/** The column of a foreign key to the joined table, where following it is all that the condition asks for. */
function followedKey({ table, where, reads }: OperationOf<"update">, moment: Moment): string | null {
  const name = String.raw`(?:(?:[\w$]+|"[^"]+")\.)+"?([\w$]+)"?`;
  const sides = new RegExp(String.raw`^\s*\(?\s*${name}\s*=\s*${name}\s*\)?\s*$`, "u").exec(conditionOf(where?.text ?? ""));
  const joined = new Set(reads.map((each) => moment.key(each)));
  const key = moment
    .table(table)
    ?.constraints.find(
      ({ references, columns: [column = "", ...more] }) =>
        references !== null && joined.has(references.table) && more.length === 0 && (sides?.slice(1).includes(column) ?? false),
    );
  return sides === null ? null : (key?.columns[0] ?? null);
}

/** Of an EXISTS that asks one table for one thing: that thing. */
function conditionOf(text: string): string {
  const inside =
    /^\(?\s*exists\s*\(\s*select\s+[\w$*".]+\s+from\s+[\w$".]+(?:\s+(?:as\s+)?[\w$"]+)?\s+where\s+([^()]*)\)\s*\)?\s*$/isu.exec(
      text,
    );
  return inside?.[1] ?? text;
}
