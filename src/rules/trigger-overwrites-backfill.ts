import { keyOf } from "../catalog/key-of.js";
import type { Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import { patternOf } from "../postgres/pattern-of.js";
import { aimsAtMany } from "./rows-aimed-at.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const triggerOverwritesBackfill = defineRule({
  id: "trigger-overwrites-backfill",
  hazard: "no-way-back",
  severity: "warning",
  title: "A trigger writes another column of every row that the backfill touches",
  effect:
    "A BEFORE UPDATE trigger sets a column, such as updated_at, in each of those rows. Their old values are nowhere: the way back changes the rows once more, and what listens for changes sees all of them twice.",
  remedy:
    "SET LOCAL session_replication_role = replica for the backfill (superuser), or let the trigger pass when a setting says so, or save the column's old values first.",
  source: "https://www.postgresql.org/docs/current/plpgsql-trigger.html",
  priorArt: {},
  on: "update",

  *predict(operation, moment) {
    const { table, columns } = operation;
    yield* inVain(operation, moment);
    if (!(operation.bounded === "all" || operation.bounded === "range" || aimsAtMany(operation, moment))) return;
    const known = moment.table(table);
    if (known === undefined || !moment.mayHoldRows(table) || isSwitchedOff(moment)) return;
    for (const { name, column } of overwritten(known, columns, moment)) {
      // What it assigns itself, the way back can assign as well.
      if (columns.includes(column) || !known.columns.some((each) => each.name === column)) continue;
      const [on, what] = [sqlText.name(table), sqlText.identifier(column)];
      const message = `The trigger ${sqlText.identifier(name)} overwrites ${on}.${what} in every row that this UPDATE changes; no way back can tell the old values.`;
      yield { table, message, witnesses: [{ kind: "rows-changed", relation: moment.key(table) }] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, state text, updated_at timestamptz NOT NULL DEFAULT now()); INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 200) n; CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$; CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch(); CREATE TABLE totals (id bigint PRIMARY KEY, name text, n int); INSERT INTO totals SELECT n, 'a', 1 FROM generate_series(1, 200) n; CREATE FUNCTION count_letters() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := length(NEW.name); RETURN NEW; END $$; CREATE TRIGGER letters BEFORE UPDATE ON totals FOR EACH ROW WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION count_letters(); CREATE TABLE marks (id bigint PRIMARY KEY, n int, doubled int); INSERT INTO marks SELECT n, n, 0 FROM generate_series(1, 200) n; CREATE FUNCTION double() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.doubled := NEW.n * 2; RETURN NEW; END $$; CREATE TRIGGER double BEFORE UPDATE ON marks FOR EACH ROW EXECUTE FUNCTION double();",
    bad: [
      "UPDATE orders SET state = 'open' WHERE state = 'new'",
      {
        title: "in batches all the same",
        up: "UPDATE orders SET state = 'open' WHERE id BETWEEN 1 AND 100",
      },
      { title: "the very column that is set", up: "UPDATE orders SET updated_at = '2024-01-01' WHERE id IN (1, 2)" },
      { title: "the trigger gives something else", up: "UPDATE marks SET doubled = n * 3 WHERE id = 7" },
      { title: "inside a block", up: "DO $$ BEGIN UPDATE orders SET state = 'open'; END $$" },
    ],
    good: [
      {
        title: "a trigger that waits for another column",
        up: "UPDATE totals SET n = 2 WHERE n = 1",
      },
      {
        title: "the trigger only fills what is empty",
        up: "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := coalesce(NEW.name, '-'); RETURN NEW; END $$; CREATE TRIGGER fill BEFORE UPDATE ON totals FOR EACH ROW EXECUTE FUNCTION fill(); UPDATE totals SET name = 'b' WHERE id = 7",
      },
      {
        title: "the trigger fires only where the column stays as it was",
        up: "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'kept'; RETURN NEW; END $$; CREATE TRIGGER keep BEFORE UPDATE ON totals FOR EACH ROW WHEN (NEW.name = OLD.name) EXECUTE FUNCTION keep(); UPDATE totals SET name = 'b' WHERE id = 7",
      },
      { title: "one row", up: "UPDATE orders SET state = 'open' WHERE id = 7" },
      { title: "the column is what is set", up: "UPDATE orders SET updated_at = now() WHERE state = 'new'" },
      { title: "what the trigger gives as well", up: "UPDATE marks SET doubled = marks.n * 2 WHERE id = 7" },
      {
        title: "the trigger rests meanwhile",
        up: "ALTER TABLE orders DISABLE TRIGGER touch; UPDATE orders SET state = 'open' WHERE state = 'new'; ALTER TABLE orders ENABLE TRIGGER touch",
      },
    ],
  },
});

/** The trigger runs after SET (manual, 37.1: the row it returns is what is stored): the value that the UPDATE gives is nowhere. */
function* inVain({ table, columns }: OperationOf<"update">, moment: Moment): Iterable<Prediction> {
  const known = moment.table(table);
  if (known === undefined || !moment.mayHoldRows(table) || isSwitchedOff(moment)) return;
  for (const { name, column, always, value } of overwritten(known, columns, moment)) {
    const set =
      new RegExp(String.raw`(?:\bset|,)\s*"?${patternOf(column)}"?\s*=\s*([^,;]*)`, "iu").exec(moment.statement.text)?.[1] ?? "";
    if (!always || !columns.includes(column) || TELLS_NOW.test(set)) continue;
    // COALESCE takes what the UPDATE gives, unless that is NULL.
    if (keepsGiven(value, column) && !/^\s*null\b/iu.test(set)) continue;
    if (value !== null && reads(value).every((read) => !columns.includes(read)) && bare(set, table.name) === bare(value, "new"))
      continue;
    yield {
      table,
      severity: "error",
      message: `The trigger ${sqlText.identifier(name)} overwrites the ${sqlText.identifier(column)} that this UPDATE gives: the rows of ${sqlText.name(table)} hold another value afterwards.`,
      remedy: "ALTER TABLE … DISABLE TRIGGER for it and a few rows, or SET LOCAL session_replication_role = replica (superuser).",
      witnesses: [],
    };
  }
}

function keepsGiven(value: string | null, column: string): boolean {
  return new RegExp(String.raw`^\s*coalesce\s*\(\s*new\s*\.\s*"?${patternOf(column)}"?\s*,`, "iu").test(value ?? "");
}

/** An expression without WHERE, qualifiers, parentheses around it and spaces. */
function bare(expression: string, qualifier: string): string {
  const alone = expression.replace(/\b(?:where|from|returning)\b[\s\S]*$/iu, "");
  const plain = alone.replace(new RegExp(String.raw`(?<![\w$])(?:[\w$]+\s*\.\s*)?${patternOf(qualifier)}\s*\.\s*`, "giu"), "");
  return plain
    .replace(/\s+/gu, "")
    .replace(/^\((.*)\)$/u, "$1")
    .toLowerCase();
}

/** Columns that it takes from NEW: those that the same UPDATE sets hold other values by then. */
function reads(value: string): readonly string[] {
  return [...value.matchAll(/\bnew\s*\.\s*"?([a-z_][\w$]*)/giu)].map(([, column = ""]) => column.toLowerCase());
}

/** What a trigger gives such a column as well. */
const TELLS_NOW =
  /\b(?:now|current_timestamp|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp|default)\b/iu;

/**
 * Columns that BEFORE UPDATE row triggers assign when these columns are set. UPDATE OF other columns never fires; where WHEN
 * names other columns only, what it finds in them is what was there before, and nobody can tell.
 */
function* overwritten(table: Table, set: readonly string[], moment: Moment): Iterable<Overwritten> {
  for (const { name, timing, level, events, routine, reads = [], conditional } of table.triggers) {
    if (timing !== "before" || level !== "row" || !events.includes("update")) continue;
    if (reads.length > 0 && !reads.some((column) => set.includes(column))) continue;
    const bodies = [...moment.catalog.routines].filter(([key]) => key === routine || key.endsWith(`.${routine}`));
    const body = bodies[0]?.[1].body ?? "";
    const columns = [...body.matchAll(/\bnew\s*\.\s*"?([a-z_][\w$]*)"?\s*:?=(?!=)/giu)].map(([, column = ""]) =>
      column.toLowerCase(),
    );
    for (const column of new Set(columns.filter((each) => isAssigned(body, each))))
      yield { name, column, always: conditional !== true && !MAY_NOT.test(body), value: assignedValue(body, column) };
  }
}

interface Overwritten {
  readonly name: string;
  readonly column: string;
  /** No branch of the body goes around the assignment. */
  readonly always: boolean;
  /** The expression, where it is assigned once. */
  readonly value: string | null;
}

const MAY_NOT = /\b(?:if|case|when|exception|loop|old)\b/iu;

/** `IF NEW.a = 1` compares; an assignment is a statement of its own. */
function isAssigned(body: string, column: string): boolean {
  return new RegExp(`(?:^|;|\\b(?:begin|then|else|loop))\\s*new\\s*\\.\\s*"?${patternOf(column)}"?\\s*:?=`, "iu").test(
    body.replace(/--[^\n]*|\/\*[\s\S]*?\*\//gu, " ").trim(),
  );
}

function assignedValue(body: string, column: string): string | null {
  const found = [...body.matchAll(new RegExp(String.raw`\bnew\s*\.\s*"?${patternOf(column)}"?\s*:?=(?!=)([^;]*);`, "giu"))];
  return found.length === 1 ? (found[0]?.[1] ?? null) : null;
}

/** By an earlier statement: the trigger itself, all of the table's, or all of the session's. */
function isSwitchedOff({ earlier, catalog, site }: Moment): boolean {
  const own = "table" in site.operation && site.operation.table !== null ? keyOf(site.operation.table, catalog) : null;
  const last = earlier.findLast(
    ({ operation }) =>
      (operation.kind === "switch-trigger" && keyOf(operation.table, catalog) === own) ||
      (operation.kind === "set" && operation.name === "session_replication_role"),
  )?.operation;
  if (last?.kind === "set") return last.value?.toLowerCase().replaceAll("'", "") === "replica";
  return last?.kind === "switch-trigger" && last.action === "disable";
}
