import { grownWork, nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const alterDomainScans = defineRule({
  id: "alter-domain-scans",
  hazard: "blocks-writes",
  severity: "error",
  title: "ALTER DOMAIN checks every table that uses it",
  effect: "Each table with a column of the domain is read in full, and its writers wait until the last one is done.",
  remedy:
    "Add the constraint NOT VALID: it holds for new values at once. VALIDATE CONSTRAINT on a domain reads the same tables under the same locks, so run it when writers can wait, or not at all.",
  source: "https://www.postgresql.org/docs/current/sql-alterdomain.html",
  priorArt: { squawk: ["ban-alter-domain-with-add-constraint"], pgfence: ["ban-alter-domain-add-constraint"] },
  on: "alter-domain",

  *predict({ type, action, constraint }, moment) {
    const written = writtenText(moment);
    for (const [root, work] of rootsOf(grownWork(moment), moment)) {
      const table = nameOfKey(root);
      yield {
        table,
        message: `Writers of ${sqlText.name(table)} wait while its column of the domain is checked in every row.`,
        ...(written === null || action !== "add-constraint"
          ? {}
          : {
              fix: {
                ...fixOf(
                  `${written} NOT VALID;`,
                  "-- it holds for new values from here on; old ones can be looked at without a lock",
                  ...grownWork(moment).map(
                    (relation) =>
                      `-- VALIDATE CONSTRAINT ${sqlText.identifier(constraint ?? `${type.name}_check`)} would read ${sqlText.name(nameOfKey(relation))} under SHARE`,
                  ),
                ),
                differs: "it is NOT VALID, so that only new values are checked",
              },
            }),
        witnesses: seenOn(work, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE DOMAIN rate AS int; CREATE TABLE offers (id bigint, rate rate); INSERT INTO offers SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER DOMAIN rate ADD CONSTRAINT small CHECK (VALUE < 999)"],
    good: [
      "ALTER DOMAIN rate ADD CONSTRAINT small CHECK (VALUE < 999) NOT VALID",
      "CREATE DOMAIN fresh AS int; ALTER DOMAIN fresh ADD CHECK (VALUE > 0)",
    ],
  },
});
