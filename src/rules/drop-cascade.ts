import { dependentsOf } from "./dependents-of.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropCascade = defineRule({
  id: "drop-cascade",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "CASCADE drops objects that the statement does not name",
  effect: "Views, foreign keys, triggers and defaults that depend on the object go as well, silently: the server only tells in a NOTICE.",
  remedy: "Without CASCADE the server refuses and names what depends on it; drop those by name, so that the review sees them.",
  source: "https://www.postgresql.org/docs/current/ddl-depend.html",
  priorArt: { bytebase: ["STATEMENT_DISALLOW_RM_TBL_CASCADE"], migrationpilot: ["MP022"], "safe-migrate": ["destructive-cascade"] },
  on: ["drop-table", "drop-column", "drop-object", "drop-constraint"],

  *predict(operation, moment) {
    if (!operation.cascade || (operation.kind === "drop-object" && operation.object === "schema")) return;
    const names = operation.kind === "drop-table" ? operation.tables : operation.kind === "drop-object" ? operation.names : [operation.table];
    for (const name of names) {
      const dependents = dependentsOf(moment.key(name), moment.catalog).filter((dependent) => dependent.settled);
      if (dependents.length === 0) continue;
      yield {
        table: name,
        message: `CASCADE on ${sqlText.name(name)} also takes ${dependents.map(({ words }) => words).join(", ")}.`,
        witnesses: [{ kind: "notice", includes: "drop cascades to" }],
      };
    }
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
CREATE VIEW customer_ids AS SELECT id FROM customers;`,
    bad: ["DROP TABLE customers CASCADE"],
    good: ["DROP TABLE orders CASCADE", "CREATE TABLE scratch (id bigint); CREATE VIEW scratch_ids AS SELECT id FROM scratch; DROP TABLE scratch CASCADE"],
  },
});
