import { defineRule } from "./rule.js";

export const opaqueDynamicSql = defineRule({
  id: "opaque-dynamic-sql",
  hazard: "advice",
  severity: "info",
  title: "SQL built at run time",
  effect:
    "What the block runs depends on the database that it meets. Only a rehearsal on a schema like production's shows it; the text does not.",
  remedy: "Write the statements out where they are known. Where they are not, rehearse on a schema that is production's.",
  source: "https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN",
  priorArt: { migrationpilot: ["MP063"], "safe-migrate": ["opaque-dynamic-sql"] },
  on: "do-block",

  *predict({ dynamic }) {
    if (dynamic.length === 0) return;
    yield {
      table: null,
      message: `This block builds SQL at run time (${dynamic.slice(0, 2).join("; ").slice(0, 120)}): what it runs elsewhere may differ from what it ran here.`,
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint);",
    bad: [
      "DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relname = 'orders' LOOP EXECUTE 'COMMENT ON TABLE ' || quote_ident(t) || ' IS NULL'; END LOOP; END $$",
    ],
    good: ["DO $$ BEGIN PERFORM 1; END $$"],
  },
});
