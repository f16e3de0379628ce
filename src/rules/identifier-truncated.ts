import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const identifierTruncated = defineChangeRule({
  id: "identifier-truncated",
  hazard: "advice",
  severity: "warning",
  title: "A name was cut to 63 bytes",
  effect:
    "Postgres cuts identifiers after 63 bytes with a NOTICE only: two long names that begin alike become one, and code that looks the object up by its full name does not find it.",
  remedy: "Give the object a name of at most 63 bytes.",
  source: "https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS",
  priorArt: { squawk: ["identifier-too-long"] },

  *judge({ migrations }, rehearsal) {
    for (const { migration, statement, phase, notices } of rehearsal?.steps ?? []) {
      if (phase !== "up") continue;
      const cut = notices.map(({ message }) => CUT.exec(message)).find((match) => match !== null);
      if (cut === undefined || cut === null) continue;
      const found = statementOf(migrations, migration, "up", statement);
      yield {
        migration,
        statement,
        place: found?.place ?? startOf(migration),
        evidence: "observed",
        message: `The name ${cut[1]} is too long and became ${cut[2]}.`,
        proof: "the server said so",
      };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
    bad: ["ALTER TABLE orders ADD COLUMN a_name_that_goes_on_and_on_until_nobody_remembers_how_it_once_began int"],
    good: ["ALTER TABLE orders ADD COLUMN a_name_that_fits int"],
  },
});

const CUT = /^identifier (".+") will be truncated to (".+")$/su;
