import { constraintsOf } from "./new-constraints.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const foreignKeyAcrossSchemas = defineRule({
  id: "foreign-key-across-schemas",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A foreign key into another schema",
  effect: "Neither schema can be dumped, restored or moved without the other, and who owns one needs REFERENCES on the other.",
  remedy: "Keep what belongs together in one schema.",
  source: "https://www.postgresql.org/docs/current/ddl-priv.html",
  priorArt: { "postgres-language-server": ["fkOutsideSchema"] },
  on: ["create-table", "add-column", "add-constraint"],

  *predict(operation, moment) {
    for (const { references } of constraintsOf(operation)) {
      if (references === null) continue;
      const [child, parent] = [moment.key(operation.table), moment.key(references.table)];
      if (child.split(".")[0] === parent.split(".")[0]) continue;
      const [here, there] = [sqlText.name(operation.table), sqlText.name(references.table)];
      yield { table: operation.table, message: `${here} refers to ${there}, in another schema.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE SCHEMA billing; CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 200);",
    bad: ["CREATE TABLE billing.invoices (id bigint PRIMARY KEY, order_id bigint REFERENCES public.orders)"],
    good: ["CREATE TABLE refunds (id bigint PRIMARY KEY, order_id bigint REFERENCES orders)"],
  },
});
