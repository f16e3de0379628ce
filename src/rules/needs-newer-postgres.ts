import { defineRule } from "./rule.js";

export const needsNewerPostgres = defineRule({
  id: "needs-newer-postgres",
  hazard: "cannot-run",
  severity: "error",
  title: "The syntax is newer than your server",
  effect: "A newer Postgres reads this statement; the one that production runs refuses it as a syntax error.",
  remedy: "Write it in the way of your server's version, or upgrade first.",
  source: "https://www.postgresql.org/docs/release/",
  priorArt: {},
  on: "unreadable",
  directions: ["up", "down"],

  *predict({ message, needsMajor }, moment) {
    if (needsMajor === null) return;
    yield {
      table: null,
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.includes("yours") ? "" : ` (needs PostgreSQL ${needsMajor}, yours is ${moment.serverMajor})`}.`,
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, price int, total int GENERATED ALWAYS AS (price * 2) STORED);",
    bad: [{ up: "ALTER TABLE orders ALTER COLUMN total SET EXPRESSION AS (price * 3)", serverMajor: 16 }],
    good: [{ up: "ALTER TABLE orders ADD COLUMN n int", serverMajor: 16 }],
  },
});
