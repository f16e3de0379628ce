import type { RelationName } from "../model/relation-name.js";
import { patternOf } from "../postgres/pattern-of.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const renameObject = defineRule({
  id: "rename-object",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A view, sequence, function or type gets another name",
  effect: "From COMMIT on, code that says the old name fails.",
  remedy: "Create the new one beside it, and drop the old one in a later release.",
  source: "https://www.postgresql.org/docs/current/sql-alterview.html",
  priorArt: {},
  on: "rename-object",

  *predict({ object, name, to, on }, moment) {
    if (!["view", "materialized view", "sequence", "function", "procedure", "routine", "type"].includes(object) || on !== null)
      return;
    const { base } = moment.change;
    const relation = moment.key(name);
    const routine = base.searchPath
      .map((schema) => `${name.schema ?? schema}.${name.name}`)
      .some((key) => base.routines.has(key));
    const there =
      object === "sequence"
        ? base.sequences.has(relation)
        : object === "type"
          ? isCast(name, moment)
          : object.endsWith("view")
            ? base.views.has(relation)
            : routine;
    const covered = moment.later.some(
      ({ operation, sameTransaction }) =>
        sameTransaction &&
        ((operation.kind === "rename-object" && operation.object === object && operation.to === name.name) ||
          (operation.kind === "create-view" && operation.view.name === name.name) ||
          (operation.kind === "create-materialized-view" && operation.view.name === name.name) ||
          (operation.kind === "create-sequence" && operation.sequence.name === name.name) ||
          (operation.kind === "create-enum" && operation.type.name === name.name) ||
          (operation.kind === "create-routine" && operation.routine.name === name.name)),
    );
    if (covered || (!there && (moment.catalog.complete || object === "type"))) return;
    // A trigger function is called by triggers, which find it by number.
    if (moment.catalog.routines.size > 0 && isTriggerFunction(name.name, moment)) return;
    const feeds = object === "sequence" && fillsColumn(name.name, moment);
    yield {
      table: null,
      // Defaults find it by number: only code that says its name is left.
      ...(feeds ? { severity: "warning" as const } : {}),
      message: `The ${object} ${sqlText.name(name)} becomes ${sqlText.identifier(to)}, and running code that says ${sqlText.identifier(name.name)} fails.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE VIEW ids AS SELECT id FROM orders; CREATE SEQUENCE numbers; CREATE TYPE state AS ENUM ('new', 'old'); CREATE TYPE unused AS ENUM ('a'); ALTER TABLE orders ADD COLUMN state state; CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER watch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION watch();",
    bad: [
      "ALTER VIEW ids RENAME TO order_ids",
      "ALTER SEQUENCE numbers RENAME TO counts",
      "ALTER FUNCTION one() RENAME TO single",
      { title: "an enum that queries cast to", up: "ALTER TYPE state RENAME TO order_state" },
    ],
    good: [
      { title: "an enum of no column", up: "ALTER TYPE unused RENAME TO spare" },
      "ALTER VIEW ids RENAME TO order_ids; CREATE VIEW ids AS SELECT id FROM orders",
      {
        title: "another one takes the name in the same transaction",
        up: "CREATE VIEW ids_next AS SELECT id FROM orders; ALTER VIEW ids RENAME TO ids_before; ALTER VIEW ids_next RENAME TO ids",
      },
      "ALTER FUNCTION watch() RENAME TO look",
      "CREATE VIEW scratch AS SELECT 1 AS n; ALTER VIEW scratch RENAME TO work",
    ],
  },
});

/** An enum that a column in use is of: clients cast their values to it by name. */
function isCast(name: RelationName, moment: Moment): boolean {
  const type = moment.type(name);
  if (type?.variety !== "enum" || type.origin !== "settled") return false;
  return [...moment.catalog.tables.values()].some(
    ({ origin, columns }) => origin === "settled" && columns.some((column) => moment.type(column.type) === type),
  );
}

function isTriggerFunction(name: string, { catalog }: Moment): boolean {
  return [...catalog.tables.values()].some(({ triggers }) =>
    triggers.some(({ routine }) => routine === name || routine.endsWith(`.${name}`)),
  );
}

function fillsColumn(sequence: string, { catalog }: Moment): boolean {
  const named = new RegExp(`nextval\\('(?:"?\\w+"?\\.)?"?${patternOf(sequence)}"?'`, "u");
  return [...catalog.tables.values()].some(({ name: table, columns }) =>
    columns.some(
      ({ name, default: text, identity }) =>
        (text !== null && named.test(text)) || (identity && sequence === `${table}_${name}_seq`),
    ),
  );
}
