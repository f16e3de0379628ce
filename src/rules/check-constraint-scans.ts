import { generatedName } from "../catalog/generated-names.js";
import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, OWN_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const checkConstraintScans = defineRule({
  id: "check-constraint-scans",
  hazard: "blocks-reads",
  severity: "error",
  title: "ADD CHECK reads every row under ACCESS EXCLUSIVE",
  effect: "The whole table is checked while nobody can read or write it; it fails on the first row that violates it.",
  remedy: "ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a later transaction, which lets readers and writers through.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["constraint-missing-not-valid"],
    pgfence: ["add-constraint-check-no-not-valid"],
    strong_migrations: ["add_check_constraint"],
    eugene: ["E1"],
    atlas: ["PG305"],
    migrationpilot: ["MP030"],
  },
  on: "add-constraint",

  *predict({ table, constraint }, moment) {
    const work = grownIn(table, moment);
    if (constraint.type !== "check" || constraint.usingIndex !== null || work.length === 0) return;
    const text = sqlText.name(table);
    const columns = constraint.columns.map((column) => sqlText.identifier(column)).join(", ");
    const taken = new Set(moment.table(table)?.constraints.map((each) => each.name));
    // ChooseConstraintName in the server names the column where the condition reads one only (PostgreSQL source, heap.c).
    const named = constraint.columns.length === 1 ? constraint.columns : [];
    const name = sqlText.identifier(constraint.name ?? generatedName(table.name, named, "check", (each) => taken.has(each)));
    yield {
      table,
      message: `Nobody can read or write ${text} while every row is checked.`,
      fix: fixOf(
        `ALTER TABLE ${text} ADD CONSTRAINT ${name} CHECK (${constraint.expression?.text ?? columns})${constraint.noInherit ? " NO INHERIT" : ""} NOT VALID;`,
        OWN_TRANSACTION,
        `ALTER TABLE ${text} VALIDATE CONSTRAINT ${name};`,
      ),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)", "ALTER TABLE orders ADD CHECK (total IS NOT NULL)"],
    good: [
      "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ADD CHECK (n > 0)",
    ],
  },
});
