import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const indexColumnTwice = defineRule({
  id: "index-column-twice",
  hazard: "advice",
  severity: "warning",
  title: "An index names a column twice",
  effect: "The second one tells nothing that the first does not, and makes every entry longer.",
  remedy: "Name it once.",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html",
  priorArt: {},
  on: "create-index",

  *predict({ table, columns, include }, moment) {
    const plain = [...columns, ...include].filter((column) => column !== null);
    const twice = plain.find((column, at) => plain.indexOf(column) !== at);
    // Two operator classes over one column serve two kinds of query.
    if (twice === undefined || /_ops\b/iu.test(moment.statement.text)) return;
    yield { table, message: `The index on ${sqlText.name(table)} names ${sqlText.identifier(twice)} twice.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["CREATE INDEX ON orders (note, total, note)"],
    good: ["CREATE INDEX ON orders (note, total)"],
  },
});
