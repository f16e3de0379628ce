import { defineRule } from "./rule.js";

export const dropDatabase = defineRule({
  id: "drop-database",
  hazard: "data-loss",
  severity: "error",
  title: "DROP DATABASE destroys everything",
  effect: "Everything in the database is gone at once. It cannot run inside a transaction, so it cannot be taken back.",
  remedy: "Never in a migration. Drop databases by hand, after a verified backup.",
  source: "https://www.postgresql.org/docs/current/sql-dropdatabase.html",
  priorArt: {
    squawk: ["ban-drop-database"],
    pgfence: ["drop-database"],
    "postgres-language-server": ["banDropDatabase"],
    migrationpilot: ["MP034"],
  },
  on: "drop-object",
  directions: ["up", "down"],

  *predict({ object, names }) {
    if (object !== "database") return;
    for (const { name } of names)
      yield { table: null, message: `The database ${name} is dropped with everything in it.`, witnesses: [] };
  },

  examples: {
    before: "",
    bad: [{ up: "DROP DATABASE IF EXISTS reporting", transaction: "statement" }],
    good: ["DROP TABLE IF EXISTS reporting"],
  },
});
