import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropFunction = defineRule({
  id: "drop-function",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "DROP FUNCTION breaks its callers",
  effect:
    "Callers fail from COMMIT on. Postgres refuses only for callers that it tracks (triggers, defaults, policies), not for queries or bodies of other functions.",
  remedy: "Stop calling it in one release and drop it in a later one; to change it, use CREATE OR REPLACE FUNCTION.",
  source: "https://www.postgresql.org/docs/current/sql-dropfunction.html",
  priorArt: { "safe-migrate": ["broken-compute"] },
  on: "drop-object",

  *predict({ object, names, ifExists }, moment) {
    if (object !== "function" && object !== "procedure" && object !== "routine" && object !== "aggregate") return;
    for (const name of names) {
      const key =
        name.schema === null
          ? moment.catalog.searchPath.map((schema) => `${schema}.${name.name}`).find((path) => moment.catalog.routines.has(path))
          : `${name.schema}.${name.name}`;
      const known = key !== undefined && moment.catalog.routines.has(key);
      if (!known && moment.catalog.complete && (ifExists || object === "aggregate")) continue;
      const created = moment.earlier.some(
        ({ operation }) => operation.kind === "create-routine" && operation.routine.name === name.name,
      );
      const again = moment.later.some(
        ({ operation }) => operation.kind === "create-routine" && operation.routine.name === name.name,
      );
      if (created || again) continue;
      yield {
        table: null,
        message: `The ${object} ${sqlText.name(name)} is dropped, and whatever calls it fails.`,
        witnesses: [],
      };
    }
  },

  examples: {
    before: "CREATE FUNCTION total() RETURNS int LANGUAGE sql AS 'SELECT 1';",
    bad: ["DROP FUNCTION total()"],
    good: [
      "DROP FUNCTION total(); CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
      "DROP FUNCTION IF EXISTS never_there()",
    ],
  },
});
