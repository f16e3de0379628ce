import { constantDefault } from "../catalog/constant-default.js";
import { knowsNames } from "./known-names.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const enumLacksOldValues = defineRule({
  id: "enum-lacks-old-values",
  hazard: "fails-on-data",
  severity: "error",
  title: "The new enum lacks values that rows may hold",
  effect:
    "A column that moves from one enum to another by way of its text fails at the first row whose value the new type does not know.",
  remedy: "Change those rows first, or map the values with CASE in the USING clause.",
  source: "https://www.postgresql.org/docs/current/datatype-enum.html",
  priorArt: {},
  on: "alter-column-type",
  directions: ["up", "down"],

  *predict({ table, column, type, using }, moment) {
    const from = moment.column(table, column)?.type;
    const [old, next] = [from === undefined ? undefined : moment.type(from), moment.type(type)];
    if (old?.variety !== "enum" || next?.variety !== "enum" || from?.array === true || type.array || !knowsNames(moment)) return;
    if (!moment.mayHoldRows(table) || using === null || !/^\(*\s*"?[\w.]+"?\s*(?:::[\s\w."()]+)+\)*$/u.test(using.trim())) return;
    const missing = old.labels.filter((label) => !next.labels.includes(label));
    const mended = moment.earlier.some(
      ({ operation }) =>
        (operation.kind === "update" || operation.kind === "delete") && moment.key(operation.table) === moment.key(table),
    );
    if (missing.length === 0 || next.labels.length === 0 || mended) return;
    const before = moment.change.base.tables.get(moment.key(table))?.columns.find(({ name }) => name === column)?.default ?? null;
    const given = [constantDefault(before), ...(moment.table(table)?.samples ?? []).map(({ values }) => values[column])];
    const isHeld = given.some((value) => value?.kind === "constant" && missing.includes(value.text));
    yield {
      table,
      // Rows that said nothing hold the default.
      severity: isHeld ? "error" : "warning",
      message: `${sqlText.name(table)}.${sqlText.identifier(column)} may hold ${missing.map((label) => `«${label}»`).join(", ")}, which ${sqlText.name(type)} lacks: the change fails at the first such row.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TYPE state AS ENUM ('new', 'old', 'lost'); CREATE TABLE orders (id bigint PRIMARY KEY, state state, usual state DEFAULT 'lost'); INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 200) n;",
    bad: [
      "CREATE TYPE state2 AS ENUM ('new', 'old'); ALTER TABLE orders ALTER COLUMN state TYPE state2 USING state::text::state2",
      {
        title: "the default is among them",
        up: "CREATE TYPE state2 AS ENUM ('new', 'old'); ALTER TABLE orders ALTER COLUMN usual DROP DEFAULT, ALTER COLUMN usual TYPE state2 USING usual::text::state2",
      },
    ],
    good: [
      "CREATE TYPE state2 AS ENUM ('new', 'old'); UPDATE orders SET state = 'old' WHERE state = 'lost'; ALTER TABLE orders ALTER COLUMN state TYPE state2 USING state::text::state2",
      "CREATE TYPE state2 AS ENUM ('new', 'old', 'lost', 'found'); ALTER TABLE orders ALTER COLUMN state TYPE state2 USING state::text::state2",
      "CREATE TYPE state2 AS ENUM ('new', 'old'); ALTER TABLE orders ALTER COLUMN state TYPE state2 USING CASE state WHEN 'lost' THEN 'old'::state2 ELSE state::text::state2 END",
    ],
  },
});
