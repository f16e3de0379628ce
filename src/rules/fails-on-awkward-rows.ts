import type { AwkwardFailure } from "../model/awkward.js";
import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const failsOnAwkwardRows = defineChangeRule({
  id: "fails-on-awkward-rows",
  hazard: "fails-on-data",
  severity: "warning",
  title: "Rows that the schema allows make the statement fail",
  effect:
    "The statement goes through on the rows given and fails on others that the schema before the change allows: NULLs, duplicates, orphans, longer texts, larger numbers. Whether production holds such rows decides.",
  remedy:
    "Count such rows in production first (the message names the constraint or the value), mend them in a migration before this one, and only then tighten the schema.",
  source: "rehearsal: tables filled with rows as awkward as their schema allows",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    for (const { migration, statement, error, relations } of rehearsal?.awkward?.failures ?? []) {
      const found = statementOf(migrations, migration, "up", statement);
      const [schema = "public", name = ""] = (relations[0] ?? "").split(/\.(.*)/su);
      yield {
        migration,
        statement,
        table: name === "" ? null : { schema, name },
        place: found?.place ?? startOf(migration),
        evidence: "observed",
        message: `The statement fails on rows that ${relations.join(", ") || "the schema"} may hold: ${error.message}.`,
        proof: proofOf(error),
      };
    }
  },

  examples: {
    before: "CREATE TABLE users (id bigint PRIMARY KEY, email text, age int NOT NULL);",
    bad: [
      "ALTER TABLE users ALTER COLUMN email SET NOT NULL",
      "CREATE UNIQUE INDEX users_email ON users (email)",
      "ALTER TABLE users ALTER COLUMN email TYPE int USING email::int",
      "ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18)",
    ],
    good: [
      "ALTER TABLE users ADD COLUMN name text",
      "CREATE UNIQUE INDEX users_id_email ON users (id, email)",
      "ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID",
    ],
  },
});

function proofOf({ sqlstate, detail }: AwkwardFailure["error"]): string {
  return `SQLSTATE ${sqlstate}${detail === null ? "" : `: ${detail}`}`;
}
