import type { SchemaDifference } from "../model/rehearsal.js";
import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const rowsDecideSchema = defineChangeRule({
  id: "rows-decide-schema",
  hazard: "history",
  severity: "warning",
  title: "The result depends on the rows that are there",
  effect:
    "On a database with other rows, or without any, the same files fail or end in another schema: new environments, tests and production drift apart.",
  remedy:
    "Let the schema follow from the files alone; guard what needs rows (INSERT … SELECT, IF EXISTS) so that it does nothing where there are none.",
  source: "rehearsal: the change on the rows given, on none, and on awkward ones",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    const [first] = migrations;
    if (rehearsal === null || first === undefined) return;
    const { empty, awkward } = rehearsal;
    const common = { migration: first.id, place: startOf(first.up.file), evidence: "observed" } as const;
    if (empty !== null && empty.error !== null) {
      const { migration, statement, message, sqlstate } = empty.error;
      const found = statementOf(migrations, migration, "up", statement);
      yield {
        ...common,
        migration,
        statement,
        place: found?.place ?? common.place,
        message: `Without the seed the change fails here: ${message}.`,
        proof: `SQLSTATE ${sqlstate}`,
      };
    }
    if (empty !== null && empty.schemaDiffers.length > 0)
      yield { ...common, message: `Without the seed the change makes another schema: ${listOf(empty.schemaDiffers)}.` };
    if (awkward !== null && awkward.schemaDiffers.length > 0)
      yield { ...common, message: `On other rows the change makes another schema: ${listOf(awkward.schemaDiffers)}.` };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text);",
    bad: [
      "DO $$ BEGIN IF EXISTS (SELECT FROM orders) THEN CREATE TABLE single (id bigint); END IF; END $$",
      "DO $$ BEGIN IF (SELECT count(*) FROM orders) > 3 THEN ALTER TABLE orders ADD COLUMN memo text; END IF; END $$",
    ],
    good: ["UPDATE orders SET note = 'none' WHERE note IS NULL AND id < 10", "CREATE TABLE single (id bigint)"],
  },
});

function listOf(differences: readonly SchemaDifference[]): string {
  const shown = differences.slice(0, 4).map(({ kind, object }) => `${kind} ${object}`);
  const left = differences.length - shown.length;
  return `${shown.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}
