import type { Operation } from "../model/operation.js";
import { defineRule } from "./rule.js";

export const identifierTooLong = defineRule({
  id: "identifier-too-long",
  hazard: "advice",
  severity: "info",
  title: "A name longer than 63 bytes is cut",
  effect:
    "The server keeps the first 63 bytes and only says so in a notice: the object does not bear the name that the file gives it, and two long names may become one.",
  remedy: "Choose a shorter name.",
  source: "https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS",
  priorArt: { bytebase: ["NAMING_IDENTIFIER_MAX_LENGTH"], atlas: ["NM"] },
  on: [
    "create-table",
    "create-index",
    "add-column",
    "add-constraint",
    "rename-table",
    "rename-column",
    "create-view",
    "create-sequence",
    "create-trigger",
  ],

  *predict(operation, moment) {
    const name = nameIn(operation);
    if (name === null) return;
    const cut = /[\w$]{64,}/u.exec(moment.statement.text)?.[0];
    const long = Buffer.byteLength(name) > 63 ? name : cut?.startsWith(name) === true ? cut : null;
    if (long === null) return;
    yield {
      table: null,
      message: `«${long}» has ${Buffer.byteLength(long)} bytes, and the server keeps 63 of them.`,
      witnesses: [{ kind: "notice", includes: "will be truncated" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["CREATE INDEX orders_index_with_a_name_that_goes_on_and_on_until_it_is_too_long_for_it ON orders (note)"],
    good: ["CREATE INDEX orders_note ON orders (note)"],
  },
});

function nameIn(operation: Operation): string | null {
  switch (operation.kind) {
    case "create-table":
      return operation.table.name;
    case "create-index":
      return operation.index;
    case "add-column":
      return operation.column.name;
    case "add-constraint":
      return operation.constraint.name;
    case "rename-table":
    case "rename-column":
      return operation.to;
    case "create-view":
      return operation.view.name;
    case "create-sequence":
      return operation.sequence.name;
    case "create-trigger":
      return operation.name;
    default:
      return null;
  }
}
