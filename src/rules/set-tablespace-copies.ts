import { nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sketchOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const setTablespaceCopies = defineRule({
  id: "set-tablespace-copies",
  hazard: "blocks-reads",
  severity: "error",
  title: "SET TABLESPACE copies the table under ACCESS EXCLUSIVE",
  effect:
    "The files of the table are copied, block by block, while nobody can read or write it. Its indexes stay where they are.",
  remedy: "Move it with pg_repack --tablespace, which copies online; or create a new table there and move the rows in batches.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-TABLESPACE",
  priorArt: { eugene: ["E10"], migrationpilot: ["MP095"], "safe-migrate": ["table-rewrite-storage"] },
  on: "set-tablespace",

  *predict({ tablespace }, moment) {
    for (const key of moment.effects.rewrites.filter((relation) => moment.mayHoldRows(relation))) {
      const table = nameOfKey(key);
      const [text, fresh] = [sqlText.name(table), sqlText.name({ schema: table.schema, name: `${table.name}_new` })];
      yield {
        table,
        message: `Nobody can read or write ${text} while its files are copied to the tablespace ${tablespace}.`,
        fix: sketchOf(
          `-- pg_repack moves it online: pg_repack --table=${text} --tablespace=${tablespace}`,
          "-- by hand: a new table there, filled in batches, then swapped in a later release",
          `CREATE TABLE ${fresh} (LIKE ${text} INCLUDING ALL) TABLESPACE ${sqlText.identifier(tablespace)};`,
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
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      {
        title: "the rehearsal server has no such tablespace, so this one stays predicted",
        up: "ALTER TABLE orders SET TABLESPACE fast",
      },
    ],
    good: [
      "ALTER TABLE orders SET TABLESPACE pg_default",
      "CREATE TABLE refunds (id bigint); ALTER TABLE refunds SET TABLESPACE pg_default",
    ],
  },
});
