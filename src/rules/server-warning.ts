import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const serverWarning = defineChangeRule({
  id: "server-warning",
  hazard: "advice",
  severity: "warning",
  title: "The server warned",
  effect: "Postgres ran the statement and said that something about it is not as it seems.",
  remedy: "Read the warning; change the statement so that the server has nothing to say, or allow the finding with the reason.",
  source: "https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    for (const { migration, statement, phase, notices } of rehearsal?.steps ?? []) {
      if (phase !== "up") continue;
      const warning = notices.find(({ severity, message }) => severity === "WARNING" && !TOLD.test(message));
      if (warning === undefined) continue;
      const found = statementOf(migrations, migration, "up", statement);
      yield {
        migration,
        statement,
        place: found?.place ?? startOf(migration),
        evidence: "observed",
        message: `The server warned: ${warning.message}.`,
      };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz);",
    bad: ["DO $$ BEGIN RAISE WARNING 'two orders have no customer'; END $$"],
    good: ["DO $$ BEGIN RAISE NOTICE 'all orders have a customer'; END $$"],
  },
});

/** Rules of their own speak of these. */
const TOLD = /transaction block|transaction in progress|inside a transaction that nobody commits/u;
