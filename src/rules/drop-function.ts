import { patternOf } from "../postgres/pattern-of.js";
import { nameOfKey } from "./effects-words.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";
import { columnFilledBy as columnFilledByTrigger, isEased } from "./trigger-filled.js";

export const dropFunction = defineRule({
  id: "drop-function",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "DROP FUNCTION breaks its callers",
  effect:
    "Callers fail from COMMIT on. Postgres refuses only for callers that it tracks (triggers, defaults, policies), not for queries or bodies of other functions.",
  remedy: "Stop calling it in one release and drop it in a later one; to change it, use CREATE OR REPLACE FUNCTION.",
  source: "https://www.postgresql.org/docs/current/sql-dropfunction.html",
  priorArt: { "safe-migrate": ["broken-compute"] },
  on: "drop-object",

  *predict({ object, names, ifExists, cascade }, moment) {
    if (object !== "function" && object !== "procedure" && object !== "routine" && object !== "aggregate") return;
    for (const name of names) {
      const key =
        name.schema === null
          ? moment.catalog.searchPath.map((schema) => `${schema}.${name.name}`).find((path) => moment.catalog.routines.has(path))
          : `${name.schema}.${name.name}`;
      const known = key !== undefined && moment.catalog.routines.has(key);
      if (!known && moment.catalog.complete && (ifExists || object === "aggregate")) continue;
      const created = moment.earlier.some(
        ({ operation }) => operation.kind === "create-routine" && operation.routine.name === name.name,
      );
      const again = moment.later.some(
        ({ operation }) => operation.kind === "create-routine" && operation.routine.name === name.name,
      );
      if (created || again) continue;
      const { signatures = [], origin } = (known ? moment.catalog.routines.get(key) : undefined) ?? {};
      const isTrigger = signatures.some(({ returns }) => returns === "trigger" || returns === "event_trigger");
      const filled = cascade ? columnFilledBy(name.name, moment) : null;
      if (filled !== null) {
        yield {
          table: null,
          severity: "error",
          message: `The ${object} ${sqlText.name(name)} takes the default of ${filled} along, which is NOT NULL: inserts that leave it out fail.`,
          witnesses: [],
        };
        continue;
      }
      const lost = cascade ? triggerTaken(name.name, moment) : null;
      if (lost !== null) {
        yield {
          table: nameOfKey(lost.table),
          severity: "error",
          message: `The ${object} ${sqlText.name(name)} takes the trigger ${sqlText.identifier(lost.trigger)} of ${sqlText.name(nameOfKey(lost.table))} along, which fills ${sqlText.identifier(lost.column)}: inserts that leave it out fail.`,
          witnesses: [],
        };
        continue;
      }
      yield {
        table: null,
        // What nothing in the schema calls is there for the application.
        severity:
          origin === "settled" && !isTrigger && signatures.length === 1 && !calledInside(name.name, moment) ? "error" : "warning",
        message: `The ${object} ${sqlText.name(name)} is dropped, and whatever calls it fails.`,
        // Of several by one name the others stay.
        witnesses: known && signatures.length === 1 ? [{ kind: "gone", object: key }] : [],
      };
    }
  },

  examples: {
    before:
      "CREATE FUNCTION total() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION code() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE links (id int PRIMARY KEY, code int NOT NULL DEFAULT code()); INSERT INTO links VALUES (1); CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.code := NEW.id; RETURN NEW; END'; CREATE TABLE parts (id int PRIMARY KEY, code int NOT NULL); CREATE TRIGGER fill BEFORE INSERT ON parts FOR EACH ROW EXECUTE FUNCTION fill();",
    bad: [
      "DROP FUNCTION total()",
      { title: "a trigger goes with it that fills a column", up: "DROP FUNCTION fill() CASCADE" },
      { title: "a default goes with it", up: "DROP FUNCTION code() CASCADE" },
    ],
    good: [
      "DROP FUNCTION total(); CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
      "DROP FUNCTION IF EXISTS never_there()",
    ],
  },
});

/** Something in the schema names it, or named it before this change: for its sake it may have been made. */
function calledInside(name: string, { catalog, change }: Moment): boolean {
  const named = new RegExp(`(?<![\\w$])${patternOf(name)}"?\\s*\\(`, "u");
  return [catalog, change.base].some(
    ({ routines, tables }) =>
      [...routines.values()].some((routine) => routine.name !== name && routine.body !== null && named.test(routine.body)) ||
      [...tables.values()].some(
        ({ triggers, columns, constraints }) =>
          triggers.some(({ routine }) => routine === name || routine.endsWith(`.${name}`)) ||
          columns.some((column) => column.default !== null && named.test(column.default)) ||
          constraints.some(({ expression }) => expression !== null && named.test(expression.text)),
      ),
  );
}

interface TriggerTaken {
  readonly table: string;
  readonly trigger: string;
  readonly column: string;
}

/** CASCADE drops the triggers that call it: one that fills a column which nothing else fills. */
function triggerTaken(name: string, moment: Moment): TriggerTaken | null {
  for (const [key, table] of moment.catalog.tables) {
    if (!moment.isShared(key)) continue;
    for (const trigger of table.triggers) {
      if (trigger.routine !== name && !trigger.routine.endsWith(`.${name}`)) continue;
      const column = columnFilledByTrigger(trigger, table, moment);
      if (column !== null && !isEased(nameOfKey(key), column, moment)) return { table: key, trigger: trigger.name, column };
    }
  }
  return null;
}

/** A column that nobody can leave out once its default, which calls the function, goes by CASCADE. */
function columnFilledBy(name: string, { catalog, isShared }: Moment): string | null {
  const named = new RegExp(`(?<![\\w$])${patternOf(name)}"?\\s*\\(`, "u");
  for (const [key, { columns }] of catalog.tables) {
    const filled = columns.find((column) => column.notNull && column.default !== null && named.test(column.default));
    if (filled !== undefined && isShared(key)) return `${key}.${sqlText.identifier(filled.name)}`;
  }
  return null;
}
