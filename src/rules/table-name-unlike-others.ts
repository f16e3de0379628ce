import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const tableNameUnlikeOthers = defineRule({
  id: "table-name-unlike-others",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A new table named in another number than the others",
  effect: "Plural beside singular: everybody has to look up how each table is called.",
  remedy: "Name it as the others are named.",
  source: "https://www.postgresql.org/docs/current/ddl-basics.html",
  priorArt: {},
  on: "create-table",

  *predict({ table, temporary, partitionOf }, { change }) {
    if (temporary || partitionOf !== null) return;
    const names = [...change.base.tables.values()].filter((each) => each.partitionOf === null).map(({ name }) => name);
    const plural = names.filter(isPlural).length / names.length;
    // Fewer are no habit.
    if (names.length < 5 || (plural > 0.2 && plural < 0.8) || isPlural(table.name) === plural >= 0.8) return;
    const habit = plural >= 0.8 ? "plural" : "singular";
    yield { table, message: `${sqlText.name(table)} is not ${habit}, and nearly all other tables are.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE lines (id bigint PRIMARY KEY); CREATE TABLE prices (id bigint PRIMARY KEY); CREATE TABLE people (id bigint PRIMARY KEY); CREATE TABLE payments (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 200);",
    bad: ["CREATE TABLE refund (id bigint PRIMARY KEY)"],
    good: ["CREATE TABLE refunds (id bigint PRIMARY KEY)"],
  },
});

/** English, as most schemas are. */
function isPlural(name: string): boolean {
  return /(?<!s|u|i)s$|(?:people|children|men|data|media|criteria)$/iu.test(name);
}
