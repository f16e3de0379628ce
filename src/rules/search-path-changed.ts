import { defineRule } from "./rule.js";

export const searchPathChanged = defineRule({
  id: "search-path-changed",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "New sessions look in other schemas",
  effect:
    "From the next connection on, names without a schema are looked up along another path: queries find other tables of the same name, or none.",
  remedy: "Qualify names in the code first, or set the path in the application's own connection settings.",
  source: "https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH",
  priorArt: {},
  on: ["other", "alter-object"],

  *predict(operation, moment) {
    const { text } = moment.statement;
    if (operation.kind === "alter-object" && operation.object !== "role" && operation.object !== "database") return;
    if (!/^\s*alter\s+(?:role|user|database)\b[\s\S]*\b(?:set|reset)\s+search_path\b/iu.test(text)) return;
    const what = /^\s*alter\s+(role|user|database)\s+("[^"]+"|\w+)/iu.exec(text);
    yield {
      table: null,
      message: `New sessions of the ${what?.[1]?.toLowerCase() ?? "role"} ${what?.[2] ?? ""} look along another search_path, and unqualified names may no longer be found.`,
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE SCHEMA app;",
    bad: ["ALTER ROLE CURRENT_USER SET search_path = app"],
    good: ["ALTER ROLE CURRENT_USER SET statement_timeout = '5s'", "SET search_path = app, public"],
  },
});
