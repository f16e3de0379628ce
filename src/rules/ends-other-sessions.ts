import { defineRule } from "./rule.js";

export const endsOtherSessions = defineRule({
  id: "ends-other-sessions",
  hazard: "breaks-old-code",
  severity: "error",
  title: "It ends other sessions",
  effect:
    "pg_terminate_backend() cuts off whoever it finds: the application's transactions under way are lost, and every pooled connection among them fails at its next use. pg_cancel_backend() stops what the session is doing. A rehearsal, where nobody else is connected, cannot show it.",
  remedy:
    "Set lock_timeout and try again, so that the migration waits for the others instead; end single sessions by hand when it has to be.",
  source: "https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SIGNAL",
  priorArt: {},
  on: ["select", "do-block"],
  directions: ["up", "down"],

  *predict(operation, { statement, site }) {
    const isBlock = operation.kind === "do-block";
    if (isBlock ? site.inside !== "statement" : site.inside === "do") return;
    const code = statement.text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//gu, " ");
    const called = /\bpg_(terminate|cancel)_backend\s*\(/iu.exec(isBlock ? code : code.replace(/'(?:[^']|'')*'/gu, "''"));
    if (called === null) return;
    const ends = called[1]?.toLowerCase() === "terminate";
    yield {
      table: null,
      severity: ends ? "error" : "warning",
      message: ends
        ? "Sessions of others are ended: their transactions are lost, and their connections fail at the next use."
        : "What other sessions are doing is canceled: their statements fail.",
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
    bad: [
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'elsewhere' AND pid <> pg_backend_pid()",
      {
        title: "inside a DO block",
        up: "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'elsewhere'; END $$",
      },
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = 'elsewhere'",
    ],
    good: [
      "SELECT count(*) FROM pg_stat_activity",
      "INSERT INTO orders VALUES (1); SELECT 'pg_terminate_backend(1)'",
      "COMMENT ON TABLE orders IS 'pg_terminate_backend(pid)'",
    ],
  },
});
