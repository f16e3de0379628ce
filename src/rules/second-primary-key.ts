import { knowsNames } from "./known-names.js";
import { defineRule } from "./rule.js";
import { fixOf, uniqueSteps } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const secondPrimaryKey = defineRule({
  id: "second-primary-key",
  hazard: "cannot-run",
  severity: "error",
  title: "The table has a primary key already",
  effect: "A table has one primary key at most: the server refuses a second one.",
  remedy: "Add a UNIQUE constraint, or drop the old primary key first, in a plan that keeps the foreign keys to it alive.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS",
  priorArt: { atlas: ["PG312"] },
  on: ["add-constraint", "add-column"],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table } = operation;
    const added = operation.kind === "add-constraint" ? [operation.constraint] : operation.column.constraints;
    if (operation.kind === "add-column" && operation.ifNotExists && moment.column(table, operation.column.name) !== undefined)
      return;
    const known = moment.table(table)?.constraints.find(({ type }) => type === "primary-key");
    if (known === undefined || !added.some(({ type }) => type === "primary-key") || !knowsNames(moment)) return;
    yield {
      table,
      message: `${sqlText.name(table)} has the primary key ${known.name} (${known.columns.join(", ")}) already, so the server refuses another.`,
      ...(operation.kind === "add-constraint" && operation.constraint.usingIndex === null
        ? {
            fix: {
              ...fixOf(...uniqueSteps(table, { ...operation.constraint, type: "unique" }, moment)),
              differs: "it is a unique key beside the primary key that is there",
            },
          }
        : {}),
      witnesses: [{ kind: "error", sqlstates: ["42P16"] }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, code text NOT NULL); CREATE TABLE logs (id bigint);",
    bad: ["ALTER TABLE orders ADD PRIMARY KEY (code)", "ALTER TABLE orders ADD COLUMN number bigserial PRIMARY KEY"],
    good: [
      "ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders ADD PRIMARY KEY (code)",
      "ALTER TABLE logs ADD PRIMARY KEY (id)",
    ],
  },
});
