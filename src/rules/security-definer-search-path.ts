import { defineRule } from "./rule.js";
import { fixOf, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const securityDefinerSearchPath = defineRule({
  id: "security-definer-search-path",
  hazard: "security",
  severity: "warning",
  title: "SECURITY DEFINER without a pinned search_path",
  effect:
    "The function runs with its owner's rights and finds names by the caller's search_path, so a caller can put own objects in front and have them run with those rights.",
  remedy: "Add SET search_path = pg_catalog, … to the function.",
  source: "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
  priorArt: { migrationpilot: ["MP099"], "postgres-language-server": ["functionSearchPathMutable"] },
  on: "create-routine",

  *predict({ routine, securityDefiner, pinsSearchPath }, moment) {
    if (!securityDefiner || pinsSearchPath) return;
    const written = writtenText(moment);
    yield {
      table: null,
      message: `${sqlText.name(routine)} runs with its owner's rights and with the caller's search_path.`,
      ...(written === null
        ? {}
        : {
            fix: {
              ...fixOf(`${written.replace(/\bsecurity\s+definer\b/iu, "$& SET search_path = pg_catalog, public")};`),
              differs: "the function brings its own search_path",
            },
          }),
      witnesses: [],
    };
  },

  examples: {
    before: "",
    bad: ["CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT current_user::text'"],
    good: [
      "CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT current_user::text'",
      "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
  },
});
