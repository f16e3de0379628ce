import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const oldRoutineBreaks = defineChangeRule({
  id: "old-routine-breaks",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Code in the database breaks",
  effect:
    "Postgres does not look into the bodies of functions when a table changes: the migration succeeds, and the first call, or the first write that fires the trigger, fails.",
  remedy: "Replace the function in the same migration, before what it uses is dropped or renamed.",
  source: "https://www.postgresql.org/docs/current/ddl-depend.html (function bodies are no dependencies)",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    const [first] = migrations;
    if (first === undefined) return;
    for (const { kind, name, message, sqlstate } of rehearsal?.oldCode?.dependents ?? []) {
      yield {
        migration: first.id,
        place: startOf(first.up.file),
        evidence: "observed",
        message: `The ${kind} ${name} worked before the change and fails after it: ${message}.`,
        proof: `SQLSTATE ${sqlstate}`,
      };
    }
  },

  examples: {
    before: `CREATE TABLE orders (id bigint PRIMARY KEY, note text, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE FUNCTION notes() RETURNS SETOF text LANGUAGE sql AS 'SELECT note FROM public.orders';`,
    bad: ["ALTER TABLE orders RENAME COLUMN changed TO changed_at", "ALTER TABLE orders DROP COLUMN note"],
    good: [
      "ALTER TABLE orders ADD COLUMN memo text",
      `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed_at := now(); RETURN NEW; END $$;
ALTER TABLE orders RENAME COLUMN changed TO changed_at`,
    ],
  },
});
