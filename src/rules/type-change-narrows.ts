import { isLookUp } from "../catalog/is-look-up.js";
import type { OperationOf } from "../model/operation.js";
import { typeChangeIn } from "../postgres/effects/alter-column-type.js";
import { Recorder } from "../postgres/effects/recorder.js";
import { patternOf } from "../postgres/pattern-of.js";
import { refusedAs } from "../postgres/refused-as.js";
import { mayFail } from "../postgres/type-change-may-fail.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sketchOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const typeChangeNarrows = defineRule({
  id: "type-change-narrows",
  hazard: "fails-on-data",
  severity: "warning",
  title: "Some values may not fit the new type",
  effect:
    "The first row whose value is too long, out of range or not readable as the new type makes the server refuse the change. The rows of the rehearsal say nothing about those of production.",
  remedy: "Count the rows that do not fit, mend them, and keep new ones out with a CHECK before you change the type.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE",
  priorArt: { strong_migrations: ["change_column"], atlas: ["PG301"], migrationpilot: ["MP044"] },
  on: "alter-column-type",

  *predict(operation, moment) {
    const { table, column, type } = operation;
    const old = moment.column(table, column)?.type;
    if (old === undefined || !moment.mayHoldRows(table)) return;
    // The time zone decides what a change costs, not what it refuses.
    const change = typeChangeIn(new Recorder(moment.catalog, { serverMajor: moment.serverMajor, timeZoneUtc: true }), operation);
    const isDomain = moment.type(type)?.domain != null;
    if (!change.mayFail || !(isDomain || mayFail(old, type))) return;
    const text = sqlText.name(table);
    const misfit = misfitOf(operation);
    const refused = refusedOf(operation, moment);
    if (refused !== null) {
      yield {
        table,
        severity: "error",
        message: `A row of ${text}, as the SQL that wrote it shows, holds in ${column} what is no ${type.text}: the server refuses the change.`,
        witnesses: [{ kind: "error", sqlstates: [refused] }],
      };
      return;
    }
    yield {
      table,
      message: `A value of ${text}.${column} that is no ${type.text} stops the change from ${old.text}: only production's rows can tell.`,
      ...(misfit === null
        ? {}
        : {
            fix: sketchOf("-- before the change, this must be 0", `SELECT count(*) FROM ${text} WHERE ${misfit};`),
          }),
      // What fits in the rehearsal may still not fit in production, so that nothing could refute it.
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note varchar(50), price numeric(10, 2)); INSERT INTO orders SELECT n, n, n::text, n FROM generate_series(1, 200) n; CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TABLE kinds (code text PRIMARY KEY, size int, score text, mood text); INSERT INTO kinds VALUES ('a', 70000, '12', 'ok'), ('b', 2, 'many', 'angry');",
    bad: [
      { title: "a number of a list of kinds that is too large", up: "ALTER TABLE kinds ALTER COLUMN size TYPE smallint" },
      {
        title: "a word among the numbers of a list of kinds",
        up: "ALTER TABLE kinds ALTER COLUMN score TYPE int USING score::int",
      },
      { title: "a word that is no label", up: "ALTER TABLE kinds ALTER COLUMN mood TYPE mood USING mood::mood" },
      "ALTER TABLE orders ALTER COLUMN note TYPE varchar(20)",
      "ALTER TABLE orders ALTER COLUMN id TYPE int",
      "ALTER TABLE orders ALTER COLUMN price TYPE numeric(8, 2)",
      "ALTER TABLE orders ALTER COLUMN note TYPE int USING note::int",
    ],
    good: [
      "ALTER TABLE orders ALTER COLUMN note TYPE varchar(100)",
      "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
      "ALTER TABLE orders ALTER COLUMN total TYPE text",
      "ALTER TABLE orders ALTER COLUMN price TYPE numeric(12, 2)",
      "CREATE TABLE refunds (note text); ALTER TABLE refunds ALTER COLUMN note TYPE varchar(20)",
    ],
  },
});

/** Condition that holds for values outside of the new type; null where no short one says it. */
function misfitOf({ column, type, using }: OperationOf<"alter-column-type">): string | null {
  const value = using === null ? sqlText.identifier(column) : null;
  const [size, scale = 0] = type.modifiers;
  if (value === null || type.array) return null;
  if (type.name === "int2") return `${value} NOT BETWEEN -32768 AND 32767`;
  if (type.name === "int4") return `${value} NOT BETWEEN -2147483648 AND 2147483647`;
  if (type.name === "int8") return `${value} NOT BETWEEN -9223372036854775808 AND 9223372036854775807`;
  if ((type.name === "varchar" || type.name === "bpchar") && size !== undefined) return `length(${value}::text) > ${size}`;
  if (type.name === "numeric" && size !== undefined)
    return `abs(round(${value}::numeric, ${scale})) >= 10::numeric ^ ${size - scale}`;
  return null;
}

/** The SQLSTATE with which a row of a list of kinds, which the history wrote, stops the change; null without one. */
function refusedOf({ table, column, type, using }: OperationOf<"alter-column-type">, moment: Moment): string | null {
  const known = moment.table(table);
  const old = moment.column(table, column)?.type;
  if (known === undefined || old === undefined || !knowsNames(moment) || !isCast(using, column)) return null;
  if (known.origin !== "change" && !isLookUp(moment.key(table), moment.change.base)) return null;
  const target = moment.type(type);
  // A domain and a type that nobody has seen take what they like.
  if (target !== undefined && target.variety !== "enum") return null;
  const labels = target === undefined ? null : target.labels;
  for (const { values } of known.samples ?? []) {
    const value = values[column];
    const refused = value?.kind === "constant" ? refusedAs(value.text, old, type, labels) : null;
    if (refused !== null) return refused;
  }
  return null;
}

/** Is every value taken as it is? */
function isCast(using: string | null, column: string): boolean {
  if (using === null) return true;
  const name = patternOf(column);
  const cast = String.raw`\(*"?${name}"?\)*\s*::\s*[\w."]+|cast\s*\(\s*"?${name}"?\s+as\s+[\w."]+\s*\)`;
  return new RegExp(String.raw`^\s*(?:${cast})\s*$`, "iu").test(using);
}
