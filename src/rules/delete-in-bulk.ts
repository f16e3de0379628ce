import type { Fix } from "../model/finding.js";
import type { OperationOf } from "../model/operation.js";
import { knownRows, knownShare } from "./known-share.js";
import { aimsAtMany, isAlwaysTrue, neverCommits } from "./rows-aimed-at.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";
import { copiesWholeTable, nearlyEveryRow } from "./whole-table-filter.js";

export const deleteInBulk = defineRule({
  id: "delete-in-bulk",
  hazard: "data-loss",
  severity: "warning",
  title: "DELETE by a filter, in one transaction",
  effect:
    "The rows that the filter finds are gone for good at COMMIT, and stay locked until then. How many that are, only the data tells: a filter that is wider than meant takes more, silently.",
  remedy:
    "Count what the filter finds first, save those rows, and delete them in batches by key, each batch in a transaction of its own.",
  source: "https://www.postgresql.org/docs/current/sql-delete.html",
  priorArt: { migrationpilot: ["MP067"] },
  on: "delete",
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table, where } = operation;
    // delete-all-rows speaks of those.
    if (where !== null && isAlwaysTrue(where, table, moment)) return;
    const loops = neverCommits(operation, moment);
    if (!(loops || aimsAtMany(operation, moment)) || !moment.mayHoldRows(table)) return;
    const text = sqlText.name(table);
    if (loops) {
      const narrowed = /\bwhere\b[^;]*\bwhere\b/isu.test(
        operation.where?.text === undefined ? "" : `where ${operation.where.text}`,
      );
      yield {
        table,
        severity: "error",
        ...(narrowed ? { hazard: "locks-rows-in-bulk" } : {}),
        message: `The loop deletes from ${text} in batches and never commits, so the rows of all batches stay locked until the block ends${narrowed ? "" : ", and none is left then"}.`,
        remedy: "COMMIT after each batch, and run the block outside of a transaction.",
        witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
      };
      return;
    }
    const rows = moment.table(table)?.rows ?? null;
    const share = knownShare(operation, moment);
    const nearly = nearlyEveryRow(operation, moment);
    const told =
      share?.weight === "large"
        ? knownRows(share, text)
        : nearly !== null
          ? `nearly every row of ${text}, since ${nearly}`
          : copiesWholeTable(operation, moment)
            ? `every row of ${text}, whose keys were copied without a condition`
            : null;
    yield {
      table,
      ...(told === null ? {} : { severity: "error" as const }),
      message:
        told !== null
          ? `The DELETE destroys ${told}, and keeps them locked until COMMIT.`
          : `The DELETE destroys the rows of ${text} that its filter finds${rows === null ? "" : ` (of ${rows.toLocaleString("en-US")} here)`} and keeps them locked until COMMIT.`,
      ...fixFor(operation, moment),
      witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, state text); INSERT INTO orders SELECT n, CASE WHEN n % 2 = 0 THEN 'new' ELSE 'old' END FROM generate_series(1, 200) n;",
    bad: [
      "DELETE FROM orders WHERE state = 'old'",
      "DELETE FROM orders WHERE state LIKE 'o%'",
      { title: "all but a few keys", up: "DELETE FROM orders WHERE id NOT IN (7, 8)" },
      { title: "twins", up: "DELETE FROM orders a USING orders b WHERE a.state = b.state AND a.id > b.id" },
      { title: "a key that is only compared", up: "DELETE FROM orders WHERE state = 'old' AND id > 100" },
      {
        title: "batches of a loop that never commits",
        up: "DO $$ BEGIN LOOP DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE state = 'old' LIMIT 10); EXIT WHEN NOT FOUND; END LOOP; END $$",
      },
    ],
    good: [
      "DELETE FROM orders WHERE id = 7",
      "DELETE FROM orders WHERE id IN (1, 2, 3)",
      "CREATE TABLE scratch (n int); INSERT INTO scratch VALUES (1); DELETE FROM scratch WHERE n > 0",
    ],
  },
});

/** Counts first, then deletes in batches: in the statement's own words where it gives the table an alias or names others beside it. */
function fixFor({ table, where, reads }: OperationOf<"delete">, { site, statement }: Moment): { readonly fix?: Fix } {
  const condition = where?.text ?? "true";
  const written = site.inside === "statement" ? HEAD.exec(statement.text) : null;
  const { alias, using } = written?.groups ?? {};
  const bare = alias === undefined && using === undefined;
  if (bare && written === null && (reads.length > 0 || /[\w"]\s*\.\s*[\w"]/u.test(condition))) return {};
  const text = sqlText.name(table);
  const from = `${text}${alias === undefined ? "" : ` ${alias}`}${using === undefined ? "" : `, ${using.trim()}`}`;
  const ctid = bare ? "ctid" : `${alias ?? sqlText.identifier(table.name)}.ctid`;
  return {
    fix: fixOf(
      `SELECT count(*) FROM ${from} WHERE ${condition};`,
      "-- repeat until it deletes nothing, each time in a transaction of its own",
      `DELETE FROM ${text} WHERE ctid IN (\n  SELECT ${ctid} FROM ${from} WHERE ${condition} LIMIT 5000);`,
    ),
  };
}

const HEAD =
  /^\s*delete\s+from\s+(?:only\s+)?(?:(?:[\w$]+|"[^"]+")\s*\.\s*)?(?:[\w$]+|"[^"]+")\s*\*?(?:\s+(?:as\s+)?(?<alias>(?!using\b|where\b)(?:[\w$]+|"[^"]+")))?(?:\s+using\s+(?<using>.+?))?\s+where\b/isu;
