import type { Operation } from "../model/operation.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const columnNamedTwice = defineRule({
  id: "column-named-twice",
  hazard: "cannot-run",
  severity: "error",
  title: "One column named twice",
  effect:
    "A table cannot have two columns of a name, and neither INSERT nor UPDATE may name one twice: the server refuses the statement.",
  remedy: "Take one of them away.",
  source: "https://www.postgresql.org/docs/current/errcodes-appendix.html",
  priorArt: { bytebase: ["DUPLICATE_COLUMN_IN_SET"] },
  on: ["create-table", "insert", "update"],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const names = namesIn(operation);
    const double = names.find((name, at) => names.indexOf(name) !== at);
    // Parts of one array or composite value may be set side by side.
    if (double === undefined || (operation.kind !== "create-table" && isPart(double, moment.statement.text))) return;
    if (operation.kind === "create-table" && operation.ifNotExists && moment.table(operation.table) !== undefined) return;
    yield {
      table: operation.table,
      message: `${sqlText.name(operation.table)}.${sqlText.identifier(double)} is named twice, so the server refuses the statement.`,
      witnesses: [{ kind: "error", sqlstates: ["42701", "42601"] }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text, tags text[]); INSERT INTO orders VALUES (1, 'a', '{}');",
    bad: [
      "CREATE TABLE plans (id int, name text, name text)",
      "UPDATE orders SET note = 'a', note = 'b' WHERE id = 1",
      "INSERT INTO orders (id, note, note) VALUES (2, 'a', 'b')",
    ],
    good: ["UPDATE orders SET tags[1] = 'a', tags[2] = 'b' WHERE id = 1", "CREATE TABLE plans (id int, name text)"],
  },
});

function namesIn(operation: Operation): readonly string[] {
  if (operation.kind === "create-table") return operation.columns.map(({ name }) => name);
  return operation.kind === "insert" || operation.kind === "update" ? operation.columns : [];
}

function isPart(column: string, text: string): boolean {
  return new RegExp(`\\b${column}"?\\s*[[.]`, "iu").test(text);
}
