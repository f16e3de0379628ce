import { constantDefault } from "../catalog/constant-default.js";
import type { Column } from "../model/catalog.js";
import type { TypeReference } from "../model/operation.js";
import { lacksAssignmentCast } from "../postgres/assignment-cast.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const typeChangeDefaultRefused = defineRule({
  id: "type-change-default-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "The default does not follow the change of type",
  effect:
    "USING converts the rows, not the default: where no automatic cast leads from the old type to the new one, the server refuses the statement for the default's sake.",
  remedy: "DROP DEFAULT first, change the type, and SET DEFAULT anew, all in one ALTER TABLE or transaction.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE",
  priorArt: {},
  on: "alter-column-type",
  directions: ["up", "down"],

  *predict({ table, column, type, using }, moment) {
    const known = moment.column(table, column);
    if (known === undefined || using === null || known.default === null || !knowsNames(moment)) return;
    // Commands of one ALTER TABLE run in passes: DROP DEFAULT comes first wherever it stands (tablecmds.c, AT_PASS_DROP).
    const dropsIt = moment.statement.operations.some(
      ({ operation }) => operation.kind === "drop-default" && operation.column === column,
    );
    if (dropsIt) return;
    const old = known.type;
    if (!castRefused(known, type, moment)) return;
    const [text, name] = [sqlText.name(table), sqlText.identifier(column)];
    yield {
      table,
      message: `The default ${known.default} of ${text}.${name} has no automatic cast from ${old.text} to ${type.text}, so the server refuses the change.`,
      fix: {
        sql: `ALTER TABLE ${text} ALTER COLUMN ${name} DROP DEFAULT;\nALTER TABLE ${text} ALTER COLUMN ${name} TYPE ${type.text} USING ${using};\nALTER TABLE ${text} ALTER COLUMN ${name} SET DEFAULT ${converted(known.default, type.text)};`,
        edits: [],
        verified: false,
      },
      witnesses: [{ kind: "error", sqlstates: ["42804"] }],
    };
  },

  examples: {
    before:
      "CREATE TYPE state AS ENUM ('new', 'old'); CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'new', size text DEFAULT '1', mood state DEFAULT 'new', paid boolean DEFAULT true, rank int DEFAULT 1); INSERT INTO orders (id) SELECT generate_series(1, 200);",
    bad: [
      "ALTER TABLE orders ALTER COLUMN state TYPE state USING state::state",
      "ALTER TABLE orders ALTER COLUMN size TYPE int USING size::int",
      "ALTER TABLE orders ALTER COLUMN paid TYPE int USING paid::int",
      {
        title: "one enum for another",
        up: "CREATE TYPE state2 AS ENUM ('new', 'old', 'lost'); ALTER TABLE orders ALTER COLUMN mood TYPE state2 USING mood::text::state2",
      },
    ],
    good: [
      "ALTER TABLE orders ALTER COLUMN state DROP DEFAULT; ALTER TABLE orders ALTER COLUMN state TYPE state USING state::state; ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new'",
      "ALTER TABLE orders ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE state USING state::state, ALTER COLUMN state SET DEFAULT 'new'",
      "ALTER TABLE orders ALTER COLUMN mood TYPE text USING mood::text",
      "ALTER TABLE orders ALTER COLUMN size TYPE varchar(20) USING trim(size)",
      "ALTER TABLE orders ALTER COLUMN rank TYPE numeric USING rank * 1.5",
      "ALTER TABLE orders ALTER COLUMN paid TYPE text USING CASE WHEN paid THEN 'yes' ELSE 'no' END",
    ],
  },
});

/** An enum has no cast but to texts, and none from a text but an explicit one (pg_cast, castcontext). */
function castRefused({ type: from, default: text }: Column, to: TypeReference, moment: Moment): boolean {
  if (constantDefault(text).kind !== "constant" || from.array || to.array) return false;
  const [old, next] = [moment.type(from), moment.type(to)];
  if (old === undefined && next === undefined) return lacksAssignmentCast(from, to);
  if (old?.variety === "enum")
    return next === undefined ? lacksAssignmentCast(TEXT, to) : next.variety === "enum" && old !== next;
  return old === undefined && next?.variety === "enum" && (from.schema === null || from.schema === "pg_catalog");
}

/** To whatever a text needs an explicit cast, so does an enum. */
const TEXT = { schema: "pg_catalog", name: "text", array: false };

/** A literal is read as the new type; anything else asks for the cast that nobody makes unasked. */
function converted(value: string, type: string): string {
  const literal = /^('(?:[^']|'')*')(?:::.+)?$/su.exec(value.trim())?.[1];
  return literal ?? `(${value})::${type}`;
}
