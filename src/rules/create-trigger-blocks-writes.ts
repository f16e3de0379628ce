import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const createTriggerBlocksWrites = defineRule({
  id: "create-trigger-blocks-writes",
  hazard: "blocks-writes",
  severity: "info",
  title: "CREATE TRIGGER locks the table for a moment",
  effect: "SHARE ROW EXCLUSIVE: writers wait until COMMIT; from then on it runs for every row that they change.",
  remedy: "Set a short lock_timeout, and commit right after it.",
  source: "https://www.postgresql.org/docs/current/sql-createtrigger.html",
  priorArt: { pgfence: ["create-trigger"], "postgres-language-server": ["avoidCreateTrigger"], atlas: ["PG308"] },
  on: "create-trigger",

  *predict({ table, name }, moment) {
    if (!moment.mayHoldRows(table)) return;
    yield {
      table,
      message: `Writers of ${sqlText.name(table)} wait until COMMIT while the trigger ${name} is created.`,
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "ShareRowExclusiveLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';",
    bad: ["CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch()"],
    good: ["CREATE TABLE scratch (n int); CREATE TRIGGER touched BEFORE UPDATE ON scratch FOR EACH ROW EXECUTE FUNCTION touch()"],
  },
});
