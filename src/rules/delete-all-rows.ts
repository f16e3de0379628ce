import { comesBack } from "./comes-back.js";
import { rowsIn } from "./lost-rows.js";
import { isAlwaysTrue } from "./rows-aimed-at.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const deleteAllRows = defineRule({
  id: "delete-all-rows",
  hazard: "data-loss",
  severity: "error",
  title: "DELETE without a condition destroys all rows",
  effect:
    "Every row is locked and gone at COMMIT; on a large table it runs for long and leaves the space to vacuum. A condition that is always true is none.",
  remedy: "Say which rows are meant, and delete them in batches by key, each batch in a transaction of its own.",
  source: "https://www.postgresql.org/docs/current/sql-delete.html",
  priorArt: {
    pgfence: ["delete-without-where"],
    "postgres-language-server": ["banDeleteWithoutWhere"],
    migrationpilot: ["MP067"],
  },
  on: "delete",
  directions: ["up", "down"],

  *predict({ table, bounded, where }, moment) {
    const always = where !== null && isAlwaysTrue(where, table, moment);
    if ((bounded !== "all" && !always) || !moment.mayHoldRows(table)) return;
    if (comesBack(table, moment)) return;
    const text = sqlText.name(table);
    const why = where === null ? "has no condition" : `has a condition that every row meets (${where.text})`;
    yield {
      table,
      ...(comesBack(table, moment, "the last")
        ? { severity: "warning", message: `The DELETE on ${text} ${why}: it stays empty where a statement after it fails.` }
        : { message: `The DELETE on ${text} ${why}: it destroys ${rowsIn(moment.table(table))}.` }),
      fix: {
        sql: `-- repeat until it deletes nothing, each time in a transaction of its own\nDELETE FROM ${text} WHERE ctid IN (\n  SELECT ctid FROM ${text} WHERE /* which rows are meant */ true LIMIT 5000);`,
        edits: [],
        verified: false,
        role: "sketch",
      },
      witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
    };
  },

  examples: {
    before:
      "CREATE TABLE sessions (id bigint PRIMARY KEY, seen_at timestamptz, owner text NOT NULL DEFAULT 'nobody'); INSERT INTO sessions SELECT n, now() FROM generate_series(1, 200) n; CREATE TABLE kinds (code text PRIMARY KEY, label text); INSERT INTO kinds VALUES ('a', 'A'), ('b', 'B');",
    bad: [
      {
        title: "a list of kinds of which one does not come back",
        up: "DELETE FROM kinds; INSERT INTO kinds VALUES ('a', 'Alpha')",
      },
      "DELETE FROM sessions",
      "DELETE FROM sessions WHERE true",
      "DELETE FROM sessions WHERE id = id",
      "DELETE FROM sessions WHERE id IS NOT NULL",
      { title: "a condition on a NOT NULL column", up: "DELETE FROM sessions WHERE owner IS NOT NULL" },
    ],
    good: [
      {
        title: "a list of kinds that is written anew",
        up: "DELETE FROM kinds; INSERT INTO kinds VALUES ('a', 'Alpha'), ('b', 'Beta'), ('c', 'C')",
      },
      "DELETE FROM sessions WHERE id = 7",
      "CREATE TABLE scratch (id bigint); INSERT INTO scratch VALUES (1); DELETE FROM scratch",
    ],
  },
});
