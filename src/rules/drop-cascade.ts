import { dependentsOf } from "./dependents-of.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropCascade = defineRule({
  id: "drop-cascade",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "CASCADE drops objects that the statement does not name",
  effect:
    "Views, foreign keys, triggers and defaults that depend on the object go as well, silently: the server only tells in a NOTICE.",
  remedy: "Without CASCADE the server refuses and names what depends on it; drop those by name, so that the review sees them.",
  source: "https://www.postgresql.org/docs/current/ddl-depend.html",
  priorArt: {
    bytebase: ["STATEMENT_DISALLOW_RM_TBL_CASCADE"],
    migrationpilot: ["MP022"],
    "safe-migrate": ["destructive-cascade"],
  },
  on: ["drop-table", "drop-column", "drop-object", "drop-constraint"],

  *predict(operation, moment) {
    if (!operation.cascade || (operation.kind === "drop-object" && OTHERS.has(operation.object))) return;
    const dependents = dependentsOf(operation, moment).filter((dependent) => dependent.settled);
    if (dependents.length === 0) return;
    const names =
      operation.kind === "drop-table" ? operation.tables : operation.kind === "drop-object" ? operation.names : [operation.table];
    const what = operation.kind === "drop-column" ? `.${operation.column}` : "";
    const shown = dependents.slice(0, 8).map(({ words }) => words);
    yield {
      table: operation.kind === "drop-object" ? null : (names[0] ?? null),
      message: `CASCADE on ${names.map(sqlText.name).join(", ")}${what} also takes ${shown.join(", ")}${dependents.length > shown.length ? ` and ${dependents.length - shown.length} more` : ""}.`,
      fix: {
        sql: [
          "-- only if they are really meant to go: what falls with it, by name; then the drop itself",
          ...dependents.map((dependent) => dependent.sql),
          ...(moment.site.inside === "statement"
            ? [
                `${moment.statement.text
                  .trimEnd()
                  .replace(/\bcascade$/iu, "")
                  .trimEnd()};`,
              ]
            : []),
        ].join("\n"),
        edits: [],
        verified: false,
        role: "sketch",
      },
      witnesses: [{ kind: "notice", includes: "drop cascades to" }],
    };
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
CREATE VIEW customer_ids AS SELECT id FROM customers; CREATE TYPE state AS ENUM ('new'); ALTER TABLE orders ADD COLUMN state state, ADD COLUMN note text;
CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER watch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION watch();`,
    bad: [
      "DROP TABLE customers CASCADE",
      "ALTER TABLE customers DROP COLUMN id CASCADE",
      "ALTER TABLE customers DROP CONSTRAINT customers_pkey CASCADE",
      "DROP FUNCTION watch() CASCADE",
    ],
    good: [
      "DROP TABLE orders CASCADE",
      "ALTER TABLE orders DROP COLUMN note CASCADE",
      "DROP VIEW customer_ids CASCADE",
      "CREATE TABLE scratch (id bigint); CREATE VIEW scratch_ids AS SELECT id FROM scratch; DROP TABLE scratch CASCADE",
    ],
  },
});

/** Kinds whose own rule tells what CASCADE takes. */
const OTHERS: ReadonlySet<string> = new Set(["schema", "type", "domain", "enum", "sequence", "extension", "database"]);
