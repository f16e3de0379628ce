import { dependentsOf } from "./dependents-of.js";
import { defineRule, type Moment } from "./rule.js";

export const rollbackCascadeTooWide = defineRule({
  id: "rollback-cascade-too-wide",
  hazard: "no-way-back",
  severity: "warning",
  title: "The way back drops with CASCADE",
  effect:
    "CASCADE takes everything that depends on the dropped object by then, also what later releases or people built on it, and tells only in a NOTICE.",
  remedy: "Drop in reverse order, by name, without CASCADE: the server then refuses where something unexpected depends on it.",
  source: "https://www.postgresql.org/docs/current/ddl-depend.html",
  priorArt: {},
  on: ["drop-table", "drop-column", "drop-object", "drop-constraint"],
  directions: ["down"],

  *predict(operation, moment) {
    if (!operation.cascade) return;
    const settled = dependentsOf(operation, moment).filter((dependent) => dependent.settled);
    if (settled.length > 0) {
      const [name] =
        operation.kind === "drop-table" ? operation.tables : operation.kind === "drop-object" ? [] : [operation.table];
      yield {
        table: name ?? null,
        severity: "error",
        fix: {
          sql: `-- only if they are really meant to go\n${settled.map((dependent) => dependent.sql).join("\n")}`,
          edits: [],
          verified: false,
          role: "sketch",
        },
        message: `Rolling back drops ${settled.map(({ words }) => words).join(", ")}, which this change did not create, by CASCADE.`,
        witnesses: [{ kind: "notice", includes: "drop cascades to" }],
      };
      return;
    }
    // Said once a file: what the rest of its CASCADEs would take is just as unknown.
    if (
      moment.earlier.some((earlier) => isCascade(earlier.operation) && earlier.statement.migration === moment.statement.migration)
    )
      return;
    const count =
      1 +
      moment.later.filter((later) => isCascade(later.operation) && later.statement.migration === moment.statement.migration)
        .length;
    yield {
      table: null,
      severity: "info",
      message: `The way back of ${moment.migration.id} drops with CASCADE${count === 1 ? "" : ` ${count} times`}: nothing else depends on it here; in production it takes whatever was built on it since.`,
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE VIEW customer_ids AS SELECT id FROM customers;",
    bad: [
      {
        title: "a view that was there before",
        up: "CREATE TABLE a (id int)",
        down: "DROP TABLE a; DROP TABLE customers CASCADE",
      },
      { title: "nothing depends on it here", up: "CREATE TABLE a (id int)", down: "DROP TABLE a CASCADE" },
    ],
    good: [{ up: "CREATE TABLE a (id int)", down: "DROP TABLE a" }],
  },
});

function isCascade(operation: Moment["site"]["operation"]): boolean {
  return "cascade" in operation && operation.cascade;
}
