import type { Catalog } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import { knowsNames } from "./known-names.js";
import { madeLater } from "./made-later.js";
import { missingIn } from "./missing/missing-in.js";
import { defineRule } from "./rule.js";

export const objectDoesNotExist = defineRule({
  id: "object-does-not-exist",
  hazard: "cannot-run",
  severity: "error",
  title: "The statement names something that is not there",
  effect:
    "The server refuses a statement that names a table, column, index, constraint or trigger which the history did not make, or has dropped or renamed.",
  remedy: "Check the name, its schema, and the order of the migrations.",
  source: "https://www.postgresql.org/docs/current/errcodes-appendix.html",
  priorArt: { "safe-migrate": ["missing-object"], bytebase: ["RELATION_NOT_EXISTS"] },
  on: [
    "create-table",
    "create-table-as",
    "drop-table",
    "rename-table",
    "truncate",
    "lock-table",
    "add-column",
    "drop-column",
    "rename-column",
    "alter-column-type",
    "set-not-null",
    "drop-not-null",
    "set-default",
    "drop-default",
    "set-generated",
    "add-constraint",
    "validate-constraint",
    "drop-constraint",
    "rename-constraint",
    "create-index",
    "drop-index",
    "rename-index",
    "create-trigger",
    "switch-trigger",
    "create-policy",
    "alter-object",
    "alter-sequence",
    "create-object",
    "create-view",
    "create-materialized-view",
    "create-routine",
    "row-security",
    "replica-identity",
    "attach-partition",
    "detach-partition",
    "drop-object",
    "comment",
    "insert",
    "update",
    "delete",
  ],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const [missing] = missingIn(operation, moment);
    // The clause may stand in front of the table (ALTER TABLE IF EXISTS), where the operation does not show it.
    if (missing === undefined || /\bif\s+exists\b/iu.test(moment.statement.text) || !knowsNames(moment)) return;
    // needs-later-file tells which file makes it.
    if (madeLater(operation, moment) !== null || mayBeDynamic(operation, moment.catalog)) return;
    yield {
      table: missing.table,
      message: `${missing.words} does not exist at this point of the history, so the server refuses the statement.`,
      witnesses: [{ kind: "error", sqlstates: ["42P01", "42703", "42704", "42883", "3F000"] }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, CONSTRAINT positive CHECK (total > 0)); CREATE INDEX orders_total ON orders (total); CREATE SCHEMA store; CREATE TABLE store.bins (id int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE order_lines ADD COLUMN note text",
      "DROP TABLE order_lines",
      "CREATE TABLE payments (id int, method int REFERENCES methods (id)); CREATE TABLE methods (id int PRIMARY KEY)",
      "ALTER TABLE orders DROP COLUMN note",
      "ALTER TABLE orders ALTER COLUMN note SET NOT NULL",
      "ALTER TABLE orders DROP CONSTRAINT negative",
      "DROP INDEX orders_note",
      "DROP TRIGGER watch ON orders",
      "CREATE TRIGGER watch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION never_there()",
      "ALTER TABLE orders DISABLE TRIGGER watch",
      "CREATE INDEX ON orders (note)",
      {
        title: "a CHECK that names a column in other letters",
        up: 'ALTER TABLE orders ADD COLUMN "paidAt" date; ALTER TABLE orders ADD CONSTRAINT paid CHECK (paidAt IS NOT NULL) NOT VALID',
      },
      "CREATE INDEX ON orders (id) WHERE note IS NULL",
      "CREATE VIEW notes AS SELECT id, note FROM orders",
      "CREATE FUNCTION notes(wanted bigint) RETURNS bigint LANGUAGE sql AS 'SELECT o.note FROM orders o WHERE o.id = wanted'",
      {
        title: "in BEGIN ATOMIC",
        up: "CREATE FUNCTION notes() RETURNS bigint BEGIN ATOMIC SELECT sum(total) FROM orders WHERE note IS NULL; END",
      },
      "ALTER TABLE orders ADD FOREIGN KEY (total) REFERENCES bins (id)",
      {
        title: "a path that finds nothing",
        up: "SELECT pg_catalog.set_config('search_path', '', false); ALTER TABLE orders ADD COLUMN note text",
      },
      {
        title: "a path with no schema to create in",
        up: "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE notes (id bigint PRIMARY KEY)",
      },
      {
        title: "SET LOCAL, and no transaction",
        up: "SET LOCAL search_path = store; ALTER TABLE bins ADD COLUMN note text",
        transaction: "statement",
      },
      "INSERT INTO orders (id, note) VALUES (1000, 'a')",
      "UPDATE orders SET note = 'a' WHERE id = 7",
      "UPDATE orders SET total = 7 WHERE note = 'a'",
      "CREATE TABLE picked (id bigint); DROP TABLE picked; DELETE FROM orders WHERE id IN (SELECT id FROM picked)",
      "DELETE FROM orders o WHERE o.note IS NULL AND o.id < 3",
      "CREATE POLICY own ON orders USING (owner = current_user)",
      "CREATE POLICY own ON orders USING (id > 0); ALTER POLICY others ON orders USING (id > 1)",
      "CREATE POLICY own ON orders USING (id > 0); DROP POLICY others ON orders",
      "CREATE PUBLICATION news FOR TABLE orders, order_lines",
      "CREATE SEQUENCE numbers; ALTER SEQUENCE numbers OWNED BY orders.number",
      "COMMENT ON COLUMN orders.note IS 'a note'",
      {
        title: "in the way back, a name in other letters",
        up: 'ALTER TABLE orders ADD COLUMN "paidAt" date',
        down: "ALTER TABLE orders DROP COLUMN paidAt",
      },
      {
        title: "in the way back, a name that the server does not make up",
        up: "ALTER TABLE orders ADD CHECK (total > id)",
        down: "ALTER TABLE orders DROP CONSTRAINT orders_total_check",
      },
      {
        title: "in the way back, the index of no table",
        up: "CREATE INDEX orders_id_total_idx ON orders (id, total)",
        down: "DROP INDEX order_id_total_idx",
      },
      {
        title: "in the way back, an index of another schema",
        up: "CREATE SCHEMA app; CREATE TABLE app.parts (id int); CREATE INDEX parts_id_idx ON app.parts (id)",
        down: "DROP INDEX parts_id_idx",
      },
      {
        title: "ON COMMIT DROP, and no transaction",
        up: "CREATE TEMP TABLE picked (id bigint) ON COMMIT DROP; INSERT INTO picked VALUES (1)",
        transaction: "statement",
      },
      {
        title: "taken back to a savepoint",
        up: "BEGIN; SAVEPOINT before; CREATE TABLE notes (id int); ROLLBACK TO SAVEPOINT before; ALTER TABLE notes ADD COLUMN body text; COMMIT",
        transaction: "statement",
      },
      { title: "dropped before", up: "ALTER TABLE orders DROP COLUMN total; CREATE INDEX ON orders (total)" },
    ],
    good: [
      {
        title: "a sequence that no column owns",
        up: "CREATE SEQUENCE parts_id_seq; CREATE TABLE parts (id bigint DEFAULT nextval('parts_id_seq'))",
        down: "DROP TABLE parts; DROP SEQUENCE parts_id_seq",
      },
      { up: "ALTER TABLE orders ADD CHECK (total > 0)", down: "ALTER TABLE orders DROP CONSTRAINT orders_total_check" },
      { up: "CREATE INDEX ON orders (lower(total::text))", down: "DROP INDEX orders_lower_idx" },
      "DROP TABLE IF EXISTS order_lines",
      {
        title: "ON COMMIT DROP, within one transaction",
        up: "BEGIN; CREATE TEMP TABLE picked ON COMMIT DROP AS SELECT id FROM orders WHERE id < 3; INSERT INTO picked VALUES (1); COMMIT",
        transaction: "statement",
      },
      {
        title: "parameters in a body, and one that nobody looks at yet",
        up: "CREATE FUNCTION sums(note bigint) RETURNS bigint LANGUAGE sql AS 'SELECT sum(o.total) AS whole FROM orders o WHERE o.id > note ORDER BY whole'; SET check_function_bodies = off; CREATE FUNCTION notes() RETURNS text LANGUAGE sql AS 'SELECT note FROM orders'",
      },
      "CREATE TABLE methods (id int PRIMARY KEY, parent int REFERENCES methods (id)); CREATE TABLE payments (method int REFERENCES methods (id))",
      "ALTER TABLE orders ADD CONSTRAINT whole CHECK (orders IS NOT NULL AND orders.total < 9000 AND tableoid <> 0) NOT VALID",
      "CREATE VIEW whole_rows AS SELECT o.id AS number, o FROM orders o GROUP BY number, o",
      "CREATE VIEW found AS WITH picked AS (SELECT id AS bin_id FROM orders) SELECT (SELECT b.id FROM store.bins b WHERE id = bin_id) FROM picked",
      {
        title: "a path of quoted names",
        up: 'CREATE SCHEMA "App"; SET search_path = "App", public; CREATE TABLE "Parts" (id int); ALTER TABLE "Parts" ADD COLUMN note text; ALTER TABLE orders ADD COLUMN note text',
      },
      "ALTER TABLE IF EXISTS order_lines ADD COLUMN note text",
      "ALTER TABLE orders DROP COLUMN IF EXISTS note",
      "ALTER TABLE orders ADD COLUMN note text; CREATE INDEX ON orders (note)",
      "DELETE FROM orders o WHERE o IS NULL; DELETE FROM orders AS o WHERE o.id IN (SELECT bin.id FROM store.bins bin WHERE bin.id < 0)",
      "CREATE POLICY own ON orders USING (EXISTS (SELECT FROM store.bins b WHERE b.id = total)); ALTER POLICY own ON orders USING (id > 1); DROP POLICY own ON orders",
      "ALTER TABLE orders RENAME COLUMN total TO sum; UPDATE orders SET sum = 1 WHERE id = 7",
      {
        title: "a block may have made it",
        up: "DO $$ BEGIN EXECUTE 'CREATE TABLE order_' || 'lines (id int)'; END $$; ALTER TABLE order_lines ADD COLUMN note text",
      },
    ],
  },
});

/** A block of the history made such things under names that it put together: EXECUTE format('CREATE TRIGGER … ON %I …', each). */
function mayBeDynamic(operation: Operation, { dynamic = [] }: Catalog): boolean {
  const what =
    operation.kind === "drop-object"
      ? operation.object
      : /-(?:index|constraint|trigger)$/u.test(operation.kind)
        ? operation.kind.replace(/^.*-/u, "")
        : "table";
  const makes = new RegExp(String.raw`\b(?:create|add)\s+(?:[a-z]+\s+){0,3}${what}\b`, "iu");
  return dynamic.some((sql) => makes.test(sql));
}
