import { resolveShape } from "../catalog/view-shape.js";
import type { Operation } from "../model/operation.js";
import { patternOf } from "../postgres/pattern-of.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const columnNamedTwice = defineRule({
  id: "column-named-twice",
  hazard: "cannot-run",
  severity: "error",
  title: "One column named twice",
  effect:
    "A table or a view cannot have two columns of a name, and neither INSERT nor UPDATE may name one twice: the server refuses the statement.",
  remedy: "Take one of them away.",
  source: "https://www.postgresql.org/docs/current/errcodes-appendix.html",
  priorArt: { bytebase: ["DUPLICATE_COLUMN_IN_SET"] },
  on: ["create-table", "insert", "update", "create-view", "create-materialized-view"],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const names = namesIn(operation, moment);
    const double = names.find((name, at) => names.indexOf(name) !== at);
    // Parts of one array or composite value may be set side by side.
    const writes = operation.kind === "insert" || operation.kind === "update";
    if (double === undefined || (writes && isPart(double, moment.statement.text))) return;
    if (operation.kind === "create-table" && operation.ifNotExists && moment.table(operation.table) !== undefined) return;
    const table = "view" in operation ? operation.view : operation.table;
    yield {
      table,
      message: `${sqlText.name(table)}.${sqlText.identifier(double)} is named twice, so the server refuses the statement.`,
      witnesses: [{ kind: "error", sqlstates: ["42701", "42601"] }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text, tags text[]); INSERT INTO orders VALUES (1, 'a', '{}');",
    bad: [
      "CREATE TABLE plans (id int, name text, name text)",
      "UPDATE orders SET note = 'a', note = 'b' WHERE id = 1",
      "INSERT INTO orders (id, note, note) VALUES (2, 'a', 'b')",
      {
        title: "a view over two tables with an id",
        up: "CREATE VIEW pairs AS SELECT a.*, b.id FROM orders a JOIN orders b ON b.note = a.note",
      },
    ],
    good: [
      "UPDATE orders SET tags[1] = 'a', tags[2] = 'b' WHERE id = 1",
      "CREATE TABLE plans (id int, name text)",
      "CREATE VIEW pairs AS SELECT a.*, b.id AS other FROM orders a JOIN orders b ON b.note = a.note",
    ],
  },
});

function namesIn(operation: Operation, moment: Moment): readonly string[] {
  if (operation.kind === "create-view" || operation.kind === "create-materialized-view") {
    // Names in a list of the view's own are not those of the query.
    const own = /\bview\b[^;]*?\)\s*(?:with\s*\([^)]*\)\s*)?as\b/iu.test(moment.statement.text.replace(/\bas\s[\s\S]*$/iu, "as"));
    if (own || operation.shape === undefined || !knowsNames(moment)) return [];
    return (resolveShape(operation.shape, operation.reads, moment.catalog).columns ?? []).flatMap(({ name }) => name ?? []);
  }
  if (operation.kind === "create-table") return operation.columns.map(({ name }) => name);
  return operation.kind === "insert" || operation.kind === "update" ? operation.columns : [];
}

function isPart(column: string, text: string): boolean {
  return new RegExp(`(?<![\\w$])${patternOf(column)}"?\\s*[[.]`, "iu").test(text);
}
