import { defineRule } from "./rule.js";

export const dropOwned = defineRule({
  id: "drop-owned",
  hazard: "data-loss",
  severity: "error",
  title: "DROP OWNED drops all that a role owns",
  effect: "Every table, view, function and type of the role goes, with all rows, and so do its privileges on what others own.",
  remedy: "REASSIGN OWNED first, so that only privileges are left to drop, and drop by name what is meant to go.",
  source: "https://www.postgresql.org/docs/current/sql-drop-owned.html",
  priorArt: {},
  on: "other",

  *predict({ tag }, moment) {
    if (tag !== "DropOwnedStmt") return;
    const kept = moment.earlier.some(
      ({ operation, sameTransaction, statement }) =>
        operation.kind === "other" &&
        operation.tag === "ReassignOwnedStmt" &&
        (sameTransaction || statement.migration === moment.statement.migration),
    );
    if (kept) return;
    yield { table: null, message: "Everything that the role owns is dropped, and nothing names what that is.", witnesses: [] };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 200);",
    bad: ["CREATE ROLE retired_one; DROP OWNED BY retired_one"],
    good: [
      "CREATE ROLE retired_two; REASSIGN OWNED BY retired_two TO CURRENT_USER; DROP OWNED BY retired_two; DROP ROLE retired_two",
    ],
  },
});
