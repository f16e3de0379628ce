import { isFound } from "../catalog/apply/samples.js";
import { isLookUp } from "../catalog/is-look-up.js";
import type { Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import { refusedAs } from "../postgres/refused-as.js";
import { knowsNames } from "./known-names.js";
import { uniqueKeys, violates } from "./known-rows.js";
import { aimsAtMany } from "./rows-aimed-at.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const updateBreaksConstraint = defineRule({
  id: "update-breaks-constraint",
  hazard: "fails-on-data",
  severity: "error",
  title: "An UPDATE that a constraint refuses",
  effect:
    "One value for all rows of a column that is unique, NULL for one that is NOT NULL, or what a CHECK forbids: the first row for which it matters ends the statement.",
  remedy: "Give each row its own value, or change the constraint first.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html",
  priorArt: {},
  on: "update",
  directions: ["up", "down"],

  *predict(operation, moment) {
    const known = moment.table(operation.table);
    if (known === undefined || !moment.mayHoldRows(operation.table) || !knowsNames(moment)) return;
    if (known.triggers.some(({ timing, events }) => timing !== "after" && events.includes("update"))) return;
    const refusal = refusalOf(operation, known, moment);
    if (refusal === null) return;
    yield {
      table: operation.table,
      ...(refusal.sure ? {} : { severity: "warning" as const }),
      message: `${refusal.words}, so the UPDATE of ${sqlText.name(operation.table)} fails.`,
      witnesses:
        (known.rows ?? 0) > 1 && operation.bounded === "all"
          ? [{ kind: "error", sqlstates: ["23505", "23514", "23502", "22P02", "22003"] }]
          : [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email text UNIQUE, age int NOT NULL CHECK (age > 0), state text); INSERT INTO customers SELECT n, 'c' || n, 30, 'new' FROM generate_series(1, 200) n; CREATE TABLE words (k text PRIMARY KEY, v text, n int); INSERT INTO words VALUES ('a', '1'), ('b', 'one');",
    bad: [
      "UPDATE customers SET email = 'unknown'",
      "UPDATE customers SET age = NULL",
      "UPDATE customers SET age = 0",
      {
        title: "a word among numbers",
        up: "UPDATE words SET n = v::int",
      },
      { title: "where a filter may find several", up: "UPDATE customers SET email = 'unknown' WHERE state = 'old'" },
    ],
    good: [
      "UPDATE customers SET email = NULL",
      "UPDATE customers SET email = 'unknown' WHERE id = 1",
      "UPDATE customers SET age = 1, state = 'old'",
      "UPDATE customers SET email = 'c' || id",
    ],
  },
});

interface Refusal {
  readonly words: string;
  /** What no row may hold fails with the first row; what no two rows may share, only where there are two. */
  readonly sure: boolean;
}

function refusalOf(operation: OperationOf<"update">, table: Table, moment: Moment): Refusal | null {
  const { columns, values = [], bounded } = operation;
  const set = Object.fromEntries(columns.flatMap((column, at) => (values[at] === undefined ? [] : [[column, values[at]]])));
  const unfit = miscast(operation, table, moment);
  if (unfit !== null)
    return { words: `a row, as the SQL that wrote it shows, holds in ${unfit} what the cast refuses`, sure: true };
  const emptied = table.columns.find(({ name, notNull }) => notNull && set[name]?.kind === "null");
  if (emptied !== undefined) return { words: `${sqlText.identifier(emptied.name)} is NOT NULL`, sure: true };
  for (const { type, expression, name, notEnforced } of table.constraints)
    if (type === "check" && expression !== null && !notEnforced && violates(expression.text, set))
      return { words: `${sqlText.identifier(name)} demands ${expression.text}`, sure: true };
  if (bounded === "range" || (bounded !== "all" && !aimsAtMany(operation, moment))) return null;
  const key = uniqueKeys(table, moment).find((each) => each.columns.every((column) => set[column]?.kind === "constant"));
  if (key === undefined) return null;
  const words = `${key.columns.join(", ")} must differ from row to row (${sqlText.identifier(key.name)})`;
  return { words, sure: bounded === "all" };
}

/** A column of a list of kinds of which a row that the UPDATE finds holds what its cast refuses. */
function miscast(operation: OperationOf<"update">, table: Table, moment: Moment): string | null {
  if (operation.reads.length > 0 || (table.origin !== "change" && !isLookUp(moment.key(operation.table), moment.change.base)))
    return null;
  for (const value of operation.values ?? []) {
    const cast = value.kind === "computed" && value.from?.kind === "cast" ? value.from : null;
    if (cast?.of.kind !== "column") continue;
    const { name } = cast.of;
    const from = table.columns.find((column) => column.name === name)?.type;
    const to = { schema: null, name: cast.type, modifiers: [], array: false, text: cast.type };
    const isUnfit = (text: string) => from !== undefined && refusedAs(text, from, to, null) !== null;
    const found = (table.samples ?? []).some(({ values, many }) => {
      const held = values[name];
      return !many && held?.kind === "constant" && isUnfit(held.text) && isFound(values, operation) === true;
    });
    if (found) return sqlText.identifier(name);
  }
  return null;
}
