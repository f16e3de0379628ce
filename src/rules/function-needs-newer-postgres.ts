import type { Expression, Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { knowsNames } from "./known-names.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** Built-in functions by the major version that brought them (release notes). */
const SINCE: Readonly<Record<string, number>> = {
  gen_random_uuid: 13,
  date_bin: 14,
  bit_xor: 14,
  string_to_table: 14,
  trim_array: 14,
  unistr: 14,
  bit_count: 14,
  regexp_count: 15,
  regexp_instr: 15,
  regexp_like: 15,
  regexp_substr: 15,
  array_sample: 16,
  array_shuffle: 16,
  any_value: 16,
  random_normal: 16,
  erf: 16,
  pg_input_is_valid: 16,
  date_add: 16,
  date_subtract: 16,
  to_bin: 17,
  to_oct: 17,
  uuid_extract_timestamp: 17,
  uuid_extract_version: 17,
  uuidv4: 18,
  uuidv7: 18,
  casefold: 18,
  array_reverse: 18,
  array_sort: 18,
  crc32: 18,
};

export const functionNeedsNewerPostgres = defineRule({
  id: "function-needs-newer-postgres",
  hazard: "cannot-run",
  severity: "error",
  title: "The function is newer than your server",
  effect:
    "A default, a CHECK or a query calls a built-in function that a later version of Postgres brought: yours does not know it, and refuses the statement.",
  remedy: "Use what your version has (gen_random_uuid() for uuidv7()), or upgrade first.",
  source: "https://www.postgresql.org/docs/release/",
  priorArt: {},
  on: ["add-column", "create-table", "set-default", "add-constraint", "create-index", "select", "update"],

  *predict(operation, moment) {
    for (const name of calledBy(operation)) {
      const since = name.schema === null || name.schema === "pg_catalog" ? SINCE[name.name] : undefined;
      if (since === undefined || since <= moment.serverMajor || !knowsNames(moment)) continue;
      // One of the same name may be the user's own, or come with an extension.
      if (
        [...moment.catalog.routines.values()].some((routine) => routine.name === name.name) ||
        moment.catalog.extensions.size > 1
      )
        continue;
      yield {
        table: "table" in operation ? operation.table : null,
        message: `${sqlText.identifier(name.name)}() came with PostgreSQL ${since}, and yours is ${moment.serverMajor}: the server refuses the statement.`,
        // A rehearsal on a newer server than production's does not see it.
        witnesses: [],
      };
      return;
    }
  },

  examples: {
    before: "CREATE TABLE orders (id uuid PRIMARY KEY, note text); INSERT INTO orders VALUES (gen_random_uuid(), 'a');",
    bad: [
      { up: "ALTER TABLE orders ALTER COLUMN id SET DEFAULT uuidv7()", serverMajor: 15 },
      { up: "CREATE TABLE plans (id uuid PRIMARY KEY DEFAULT uuidv7())", serverMajor: 15 },
    ],
    good: [
      { up: "ALTER TABLE orders ALTER COLUMN id SET DEFAULT gen_random_uuid()", serverMajor: 15 },
      {
        up: "CREATE FUNCTION uuidv7() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'; ALTER TABLE orders ALTER COLUMN id SET DEFAULT uuidv7()",
        serverMajor: 15,
      },
    ],
  },
});

function calledBy(operation: Operation): readonly RelationName[] {
  const of = (...expressions: readonly (Expression | null | undefined)[]) => expressions.flatMap((each) => each?.functions ?? []);
  switch (operation.kind) {
    case "add-column":
      return of(
        operation.column.default,
        operation.column.generated?.expression,
        ...operation.column.constraints.map((each) => each.expression),
      );
    case "create-table":
      return [
        ...of(...operation.constraints.map((each) => each.expression)),
        ...operation.columns.flatMap((column) =>
          of(column.default, column.generated?.expression, ...column.constraints.map((each) => each.expression)),
        ),
      ];
    case "set-default":
      return of(operation.expression);
    case "add-constraint":
      return of(operation.constraint.expression);
    case "create-index":
      return of(operation.where);
    case "update":
      return of(operation.where);
    case "select":
      return operation.calls;
    default:
      return [];
  }
}
