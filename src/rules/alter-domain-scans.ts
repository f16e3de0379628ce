import { grownWork, lockAndScan, nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const alterDomainScans = defineRule({
  id: "alter-domain-scans",
  hazard: "blocks-writes",
  severity: "error",
  title: "ALTER DOMAIN checks every table that uses it",
  effect: "Each table with a column of the domain is read in full, and its writers wait until the last one is done.",
  remedy: "Add the constraint NOT VALID, and VALIDATE it in a later transaction.",
  source: "https://www.postgresql.org/docs/current/sql-alterdomain.html",
  priorArt: { squawk: ["ban-alter-domain-with-add-constraint"], pgfence: ["ban-alter-domain-add-constraint"] },
  on: "alter-domain",

  *predict(_operation, moment) {
    for (const key of grownWork(moment)) {
      const table = nameOfKey(key);
      yield {
        table,
        message: `Writers of ${sqlText.name(table)} wait while its column of the domain is checked in every row.`,
        witnesses: lockAndScan(key, moment),
      };
    }
  },

  examples: {
    before: "CREATE DOMAIN rate AS int; CREATE TABLE offers (id bigint, rate rate); INSERT INTO offers SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER DOMAIN rate ADD CONSTRAINT small CHECK (VALUE < 999)",
    ],
    good: [
      "ALTER DOMAIN rate ADD CONSTRAINT small CHECK (VALUE < 999) NOT VALID",
      "CREATE DOMAIN fresh AS int; ALTER DOMAIN fresh ADD CHECK (VALUE > 0)",
    ],
  },
});
