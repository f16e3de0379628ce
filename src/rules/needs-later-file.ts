import { knowsNames } from "./known-names.js";
import { madeLater } from "./made-later.js";
import { defineRule } from "./rule.js";

export const needsLaterFile = defineRule({
  id: "needs-later-file",
  hazard: "cannot-run",
  severity: "error",
  title: "A file needs what a later file of the same change makes",
  effect:
    "Migrations run in the order of their versions: this one is refused, and the one that would help never gets its turn. It may have worked on the machine of its author, where both had run.",
  remedy:
    "Swap the versions of the two files. Where each needs the other: make both tables first, and add the foreign key behind them.",
  source: "https://www.postgresql.org/docs/current/ddl-depend.html",
  priorArt: {},
  on: [
    "create-table",
    "create-table-as",
    "add-column",
    "add-constraint",
    "attach-partition",
    "drop-column",
    "rename-column",
    "alter-column-type",
    "set-not-null",
    "drop-not-null",
    "set-default",
    "drop-default",
    "create-index",
    "create-view",
    "create-materialized-view",
    "create-trigger",
    "create-policy",
    "row-security",
    "insert",
    "update",
    "delete",
  ],

  *predict(operation, moment) {
    if (!knowsNames(moment) || /\bif\s+exists\b/iu.test(moment.statement.text)) return;
    const later = madeLater(operation, moment);
    if (later === null) return;
    const { words, by, table, cycle } = later;
    const circle = cycle ? ` That file in turn needs what ${moment.migration.id} makes: no order of the two works.` : "";
    yield {
      table,
      message: `${moment.migration.id} needs ${words}, which ${by.id} makes, and that runs after it.${circle}`,
      witnesses: [{ kind: "error", sqlstates: ["42P01", "42703", "42704", "42883"] }],
    };
  },

  examples: {
    before: "",
    bad: [
      {
        title: "the table comes one file later",
        settled: { "000001_a.up.sql": "CREATE TABLE customers (id bigint PRIMARY KEY);" },
        files: {
          "000002_lines.up.sql": "CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);",
          "000003_orders.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY);",
        },
        format: "golang-migrate",
      },
      {
        title: "each needs the other",
        settled: { "000001_a.up.sql": "CREATE TABLE customers (id bigint PRIMARY KEY);" },
        files: {
          "000002_teams.up.sql": "CREATE TABLE teams (id bigint PRIMARY KEY, leader_id bigint REFERENCES people);",
          "000003_people.up.sql": "CREATE TABLE people (id bigint PRIMARY KEY, team_id bigint REFERENCES teams);",
        },
        format: "golang-migrate",
      },
      {
        title: "the column comes one file later",
        settled: { "000001_a.up.sql": "CREATE TABLE customers (id bigint PRIMARY KEY);" },
        files: {
          "000002_index.up.sql": "CREATE INDEX customers_name_idx ON customers (name);",
          "000003_name.up.sql": "ALTER TABLE customers ADD COLUMN name text;",
        },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE customers (id bigint PRIMARY KEY);" },
        files: {
          "000002_orders.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY);",
          "000003_lines.up.sql": "CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);",
        },
        format: "golang-migrate",
      },
      {
        title: "a table that refers to itself",
        settled: { "000001_a.up.sql": "CREATE TABLE customers (id bigint PRIMARY KEY);" },
        files: { "000002_tree.up.sql": "CREATE TABLE nodes (id bigint PRIMARY KEY, parent_id bigint REFERENCES nodes);" },
        format: "golang-migrate",
      },
    ],
  },
});
