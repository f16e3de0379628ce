import { keyOf } from "../catalog/key-of.js";
import type { Place } from "../model/place.js";
import type { RelationName } from "../model/relation-name.js";
import { defineChangeRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const tableLockedBySeveralFiles = defineChangeRule({
  id: "table-locked-by-several-files",
  hazard: "blocks-writes",
  severity: "info",
  title: "Several files of one change close the same table",
  effect: "Each file waits for its lock anew, and everyone waits behind it each time.",
  remedy: "Put the commands for one table into one ALTER TABLE, or deploy the files apart.",
  source: "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES",
  priorArt: { migrationpilot: ["SQ001"] },

  *judge({ migrations, base }) {
    const files = new Map<string, { id: string; table: RelationName; place: Place; statement: number }[]>();
    for (const { id, up } of migrations) {
      const own = new Set<string>();
      for (const statement of up.statements) {
        for (const { operation } of statement.operations) {
          if (!CLOSING.has(operation.kind) || !("table" in operation) || operation.table === null) continue;
          const key = keyOf(operation.table, base);
          if (!base.tables.has(key) || own.has(key)) continue;
          own.add(key);
          files.set(key, [
            ...(files.get(key) ?? []),
            { id, table: operation.table, place: statement.place, statement: statement.index },
          ]);
        }
      }
    }
    for (const [, uses] of files) {
      const last = uses.at(-1);
      if (uses.length < 2 || last === undefined) continue;
      yield {
        migration: last.id,
        statement: last.statement,
        table: last.table,
        place: last.place,
        evidence: "predicted",
        message: `${sqlText.name(last.table)} is closed by ${uses.length} files of this change: ${uses.map(({ id }) => id).join(", ")}.`,
      };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "ALTER TABLE a ADD COLUMN b int;", "000003_c.up.sql": "ALTER TABLE a ADD COLUMN c int;" },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int); CREATE TABLE z (id int);" },
        files: { "000002_b.up.sql": "ALTER TABLE a ADD COLUMN b int;", "000003_c.up.sql": "ALTER TABLE z ADD COLUMN c int;" },
        format: "golang-migrate",
      },
    ],
  },
});

const CLOSING: ReadonlySet<string> = new Set([
  "add-column",
  "drop-column",
  "alter-column-type",
  "set-not-null",
  "drop-not-null",
  "set-default",
  "drop-default",
  "add-constraint",
  "drop-constraint",
  "rename-column",
]);
