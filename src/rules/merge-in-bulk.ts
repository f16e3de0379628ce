import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const mergeInBulk = defineRule({
  id: "merge-in-bulk",
  hazard: "locks-rows-in-bulk",
  severity: "error",
  title: "MERGE changes every row that finds its match",
  effect:
    "All rows that the MERGE updates or deletes stay locked until COMMIT, and its source is another table in use, so that this may be every row.",
  remedy: "Work in batches: narrow the source by a range of its key, each batch in a transaction of its own.",
  source: "https://www.postgresql.org/docs/current/sql-merge.html",
  priorArt: {},
  on: ["merge", "insert"],

  *predict(operation, moment) {
    const { table, reads } = operation;
    if (operation.kind === "insert") {
      const whole = operation.onConflict === "update" ? operation.wholeOf : undefined;
      if (whole === undefined || moment.key(whole) !== moment.key(table) || !moment.mayHoldRows(table)) return;
      yield {
        table,
        message: `The INSERT gives ${sqlText.name(table)} its own rows once more, so ON CONFLICT updates every row and keeps all of them locked until COMMIT.`,
        witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
      };
      return;
    }
    const text = moment.statement.text;
    const others = reads.filter((name) => moment.mayHoldRows(name));
    if (!moment.mayHoldRows(table) || others.length === 0 || /\b(?:where|limit)\b/iu.test(text)) return;
    if (!/when\s+(?:matched|not\s+matched\s+by\s+source)\s+then\s+(?:update|delete)\b/iu.test(text)) return;
    yield {
      table,
      message: `The MERGE changes every row of ${sqlText.name(table)} that has its match in ${others.map(sqlText.name).join(", ")}, and keeps them locked until COMMIT.`,
      witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); CREATE TABLE lines (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n; INSERT INTO lines SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "MERGE INTO orders o USING lines l ON o.id = l.id WHEN MATCHED THEN UPDATE SET total = l.total",
      {
        title: "an upsert of a table from itself",
        up: "INSERT INTO orders SELECT id, 0 FROM orders ON CONFLICT (id) DO UPDATE SET total = excluded.total",
      },
      {
        title: "its own rows",
        up: "MERGE INTO orders o USING (SELECT id FROM orders) s ON s.id = o.id WHEN MATCHED THEN DELETE",
      },
    ],
    good: [
      "MERGE INTO orders o USING lines l ON o.id = l.id WHEN NOT MATCHED THEN INSERT VALUES (l.id, l.total)",
      "INSERT INTO orders SELECT id, 0 FROM orders WHERE id = 7 ON CONFLICT (id) DO UPDATE SET total = excluded.total",
      "MERGE INTO orders o USING (VALUES (1, 2)) AS v (id, total) ON o.id = v.id WHEN MATCHED THEN UPDATE SET total = v.total",
    ],
  },
});
