import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const rollbackFails = defineChangeRule({
  id: "rollback-fails",
  hazard: "no-way-back",
  severity: "error",
  title: "The way back fails",
  effect:
    "Rolling back stops at this statement, with production half way between two versions where the file does not run in one transaction.",
  remedy: "Mend the down file: undo in the reverse order, children before parents.",
  source: "rehearsal",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    const error = rehearsal?.rollback.status === "fails" ? rehearsal.rollback.error : null;
    if (error === null) return;
    const statement = statementOf(migrations, error.migration, "down", error.statement);
    const file = migrations.find(({ id }) => id === error.migration)?.down?.file ?? error.migration;
    yield {
      migration: error.migration,
      direction: "down",
      statement: error.statement,
      place: statement?.place ?? startOf(file),
      evidence: "observed",
      message: `The way back of ${error.migration} fails: ${error.message}.`,
      proof: `SQLSTATE ${error.sqlstate}`,
    };
  },

  examples: {
    before: "CREATE TABLE users (id bigint PRIMARY KEY);",
    bad: [
      {
        up: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users)",
        down: "DROP TABLE order_lines; DROP TABLE orders",
      },
    ],
    good: [{ up: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users)", down: "DROP TABLE orders" }],
  },
});
