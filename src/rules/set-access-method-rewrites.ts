import { nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sketchOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const setAccessMethodRewrites = defineRule({
  id: "set-access-method-rewrites",
  hazard: "blocks-reads",
  severity: "error",
  title: "SET ACCESS METHOD writes the table anew",
  effect:
    "The table and its indexes are written anew by the other storage engine while nobody can read or write it (PostgreSQL 15 and later).",
  remedy: "Create a new table with the access method and move the rows in batches, then swap the two.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-ACCESS-METHOD",
  priorArt: { eugene: ["E10"], atlas: ["PG311"], "safe-migrate": ["table-rewrite-access-method"] },
  on: "set-access-method",

  *predict({ method }, moment) {
    for (const key of moment.effects.rewrites.filter((relation) => moment.mayHoldRows(relation))) {
      const table = nameOfKey(key);
      const [text, fresh] = [sqlText.name(table), sqlText.name({ schema: table.schema, name: `${table.name}_new` })];
      yield {
        table,
        message: `Nobody can read or write ${text} while it is written anew for the access method ${method ?? "of the server's default"}.`,
        fix: sketchOf(
          "-- a new table, filled in batches, then swapped in a later release",
          `CREATE TABLE ${fresh} (LIKE ${text} INCLUDING ALL)${method === null ? "" : ` USING ${sqlText.identifier(method)}`};`,
        ),
        witnesses: [
          { kind: "lock", relation: key, atLeast: "AccessExclusiveLock" },
          { kind: "rewrite", relation: key },
        ],
      };
    }
  },

  examples: {
    before:
      "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders SET ACCESS METHOD heap2"],
    good: [
      "ALTER TABLE orders SET ACCESS METHOD heap",
      "CREATE TABLE refunds (id bigint); ALTER TABLE refunds SET ACCESS METHOD heap2",
    ],
  },
});
