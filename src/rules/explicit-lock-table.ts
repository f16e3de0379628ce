import { lockOn, whoWaits } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const explicitLockTable = defineRule({
  id: "explicit-lock-table",
  hazard: "blocks-writes",
  severity: "warning",
  title: "LOCK TABLE",
  effect: "Everyone that the mode conflicts with waits until COMMIT.",
  remedy: "Let statements take the locks that they need; set a short lock_timeout.",
  source: "https://www.postgresql.org/docs/current/sql-lock.html",
  priorArt: { migrationpilot: ["MP065"], "safe-migrate": ["table-lock"] },
  on: "lock-table",

  *predict({ tables, mode }, moment) {
    for (const table of tables) {
      const held = lockOn(moment.key(table), moment);
      if (held === undefined || whoWaits(held) === "Other schema changes" || !moment.mayHoldRows(table)) continue;
      yield {
        table,
        hazard: whoWaits(held) === "Writes" ? "blocks-writes" : "blocks-reads",
        message: `${whoWaits(held)} of ${sqlText.name(table)} wait for LOCK TABLE (${mode}) until COMMIT.`,
        witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: held }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"],
    good: ["LOCK TABLE orders IN ACCESS SHARE MODE", "CREATE TABLE scratch (n int); LOCK TABLE scratch"],
  },
});
