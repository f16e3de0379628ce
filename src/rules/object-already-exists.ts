import { creationKey, foundKey } from "../catalog/key-of.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { namePattern, settledTexts } from "./history-words.js";
import { isOwnSchema, knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const objectAlreadyExists = defineRule({
  id: "object-already-exists",
  hazard: "cannot-run",
  severity: "error",
  title: "The statement creates something that is there already",
  effect: "The server refuses a second table, index, view, type, column, constraint, trigger or enum value of the same name.",
  remedy: "Find out which migration made it. IF NOT EXISTS would leave what is there, whatever its shape.",
  source: "https://www.postgresql.org/docs/current/errcodes-appendix.html",
  priorArt: { squawk: ["prefer-robust-stmts"], bytebase: ["RELATION_EXISTS"] },
  on: [
    "create-table",
    "create-table-as",
    "create-index",
    "create-view",
    "create-materialized-view",
    "create-sequence",
    "create-enum",
    "create-domain",
    "create-type",
    "create-trigger",
    "create-policy",
    "create-object",
    "add-column",
    "add-constraint",
    "add-enum-value",
    "rename-column",
    "rename-table",
    "rename-index",
    "rename-constraint",
    "rename-object",
    "set-schema",
    "rename-enum-value",
  ],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const there = alreadyThere(operation, moment);
    if (there === null || !knowsNames(moment)) return;
    const isRole = operation.kind === "create-object" && operation.object === "role";
    yield {
      table: there.table,
      message: `${there.words} is there already at this point of the history, so the server refuses the statement.`,
      // A rehearsal makes roles beforehand, and sends no statement about them.
      witnesses: isRole ? [] : [{ kind: "error", sqlstates: ["42P07", "42701", "42710", "42P16"] }],
    };
  },

  examples: {
    before:
      "CREATE TYPE state AS ENUM ('new', 'old'); CREATE TABLE orders (id bigint PRIMARY KEY, total int, CONSTRAINT positive CHECK (total > 0)); CREATE INDEX orders_total ON orders (total); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "CREATE TABLE orders (id bigint)",
      "ALTER TABLE orders ADD COLUMN total bigint",
      "CREATE INDEX orders_total ON orders (id)",
      "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 1) NOT VALID",
      "CREATE TYPE state AS ENUM ('new')",
      "ALTER TYPE state ADD VALUE 'old'",
      "ALTER TABLE orders RENAME COLUMN id TO total",
      "CREATE VIEW orders AS SELECT 1 AS n",
      {
        title: "an index before the old one is dropped",
        up: "CREATE INDEX orders_new ON orders (total, id); ALTER INDEX orders_new RENAME TO orders_total; DROP INDEX orders_total",
      },
      "ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 9000) NOT VALID; ALTER TABLE orders RENAME CONSTRAINT small TO positive",
      "CREATE VIEW order_list AS SELECT id FROM orders; ALTER VIEW order_list RENAME TO orders",
      {
        title: "moved to where the name is taken",
        up: "CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint); ALTER TABLE shop.orders SET SCHEMA public",
      },
      "CREATE ROLE gate_twice NOLOGIN; CREATE ROLE gate_twice NOLOGIN",
      "CREATE POLICY all_rows ON orders USING (true); CREATE POLICY all_rows ON orders FOR SELECT USING (true)",
    ],
    good: [
      "CREATE TABLE IF NOT EXISTS orders (id bigint)",
      "ALTER TABLE orders ADD COLUMN IF NOT EXISTS total bigint",
      "ALTER TYPE state ADD VALUE IF NOT EXISTS 'old'",
      "DROP TABLE orders; CREATE TABLE orders (id bigint)",
      "ALTER TABLE orders RENAME COLUMN total TO sum; ALTER TABLE orders ADD COLUMN total int",
      "CREATE ROLE gate_once NOLOGIN; DROP ROLE gate_once; CREATE ROLE gate_once NOLOGIN; DROP ROLE gate_once",
      "CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint)",
      "CREATE POLICY all_rows ON orders USING (true); DROP POLICY all_rows ON orders; CREATE POLICY all_rows ON orders USING (true)",
      {
        title: "what a savepoint took back",
        up: "BEGIN; SAVEPOINT before; CREATE VIEW order_list AS SELECT id FROM orders; ROLLBACK TO before; CREATE VIEW order_list AS SELECT id, total FROM orders; COMMIT",
        transaction: "statement",
      },
      "CREATE SCHEMA shop; ALTER TABLE orders SET SCHEMA shop",
      "CREATE INDEX orders_new ON orders (total, id); DROP INDEX orders_total; ALTER INDEX orders_new RENAME TO orders_total",
      "ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 9000) NOT VALID; ALTER TABLE orders DROP CONSTRAINT positive; ALTER TABLE orders RENAME CONSTRAINT small TO positive",
    ],
  },
});

/** What shares its names with tables (pg_class). */
const NAMED_AS_TABLES: ReadonlySet<string> = new Set(["view", "materialized view", "sequence"]);

interface There {
  readonly table: RelationName | null;
  readonly words: string;
}

function alreadyThere(operation: Operation, moment: Moment): There | null {
  switch (operation.kind) {
    case "create-table":
    case "create-table-as":
      return operation.ifNotExists || operation.temporary ? null : relation(operation.table, "The relation", moment);
    case "create-sequence":
      return operation.ifNotExists ? null : relation(operation.sequence, "The relation", moment);
    case "create-view": {
      if (!operation.replace) return relation(operation.view, "The relation", moment);
      return moment.catalog.tables.has(creationKey(operation.view, moment.catalog))
        ? relation(operation.view, "The table", moment)
        : null;
    }
    case "create-materialized-view":
      return operation.ifNotExists ? null : relation(operation.view, "The relation", moment);
    case "create-index": {
      const table = moment.table(operation.table);
      if (operation.ifNotExists || operation.index === null || table === undefined) return null;
      return relation({ schema: table.schema, name: operation.index }, "The relation", moment);
    }
    case "rename-table":
      return relation(
        { schema: moment.table(operation.table)?.schema ?? operation.table.schema, name: operation.to },
        "The relation",
        moment,
      );
    case "rename-index": {
      const schema = moment.index(operation.index)?.schema;
      return schema === undefined ? null : relation({ schema, name: operation.to }, "The relation", moment);
    }
    case "rename-object":
      if (!NAMED_AS_TABLES.has(operation.object)) return null;
      return relation(
        { schema: foundKey(operation.name, moment.catalog)?.split(".")[0] ?? operation.name.schema, name: operation.to },
        "The relation",
        moment,
      );
    case "set-schema": {
      if (operation.object !== "table" && !NAMED_AS_TABLES.has(operation.object)) return null;
      const from = foundKey(operation.name, moment.catalog);
      if (from === undefined || from.startsWith(`${operation.schema}.`)) return null;
      return relation({ schema: operation.schema, name: operation.name.name }, "The relation", moment);
    }
    case "create-enum":
    case "create-domain":
    case "create-type":
      return moment.catalog.types.has(creationKey(operation.type, moment.catalog)) && isOwnSchema(operation.type.schema, moment)
        ? { table: null, words: `The type ${sqlText.name(operation.type)}` }
        : null;
    default:
      return partThere(operation, moment);
  }
}

/** Parts of a table or a type, and extensions. */
function partThere(operation: Operation, moment: Moment): There | null {
  if (operation.kind === "create-object" && operation.object === "role")
    return isMadeRole(operation.name.name, moment) ? { table: null, words: `The role ${sqlText.name(operation.name)}` } : null;
  if (operation.kind === "create-object") {
    const known = operation.object === "extension" && moment.catalog.extensions.has(operation.name.name);
    return known && !operation.ifNotExists ? { table: null, words: `The extension ${sqlText.name(operation.name)}` } : null;
  }
  if (operation.kind === "add-enum-value" || operation.kind === "rename-enum-value") {
    const value = operation.kind === "add-enum-value" ? operation.value : operation.to;
    if (operation.kind === "add-enum-value" && operation.ifNotExists) return null;
    const known = moment.type(operation.type)?.labels.includes(value) === true;
    return known ? { table: null, words: `The value «${value}» of ${sqlText.name(operation.type)}` } : null;
  }
  if (operation.kind === "create-trigger") {
    const known = moment.table(operation.table)?.triggers.some(({ name }) => name === operation.name) === true;
    return known && !operation.replace
      ? { table: operation.table, words: `The trigger ${sqlText.identifier(operation.name)} of ${sqlText.name(operation.table)}` }
      : null;
  }
  if (operation.kind === "create-policy") {
    const known = moment.table(operation.table)?.policies?.some(({ name }) => name === operation.policy) === true;
    return known
      ? {
          table: operation.table,
          words: `The policy ${sqlText.identifier(operation.policy)} of ${sqlText.name(operation.table)}`,
        }
      : null;
  }
  if (operation.kind === "add-column" || operation.kind === "rename-column") {
    if (operation.kind === "add-column" && operation.ifNotExists) return null;
    const name = operation.kind === "add-column" ? operation.column.name : operation.to;
    const known = moment.column(operation.table, name) !== undefined;
    return known
      ? { table: operation.table, words: `The column ${sqlText.name(operation.table)}.${sqlText.identifier(name)}` }
      : null;
  }
  if (operation.kind === "add-constraint" || operation.kind === "rename-constraint") {
    const name = operation.kind === "add-constraint" ? operation.constraint.name : operation.to;
    const known = name !== null && moment.table(operation.table)?.constraints.some((each) => each.name === name) === true;
    return known
      ? { table: operation.table, words: `The constraint ${sqlText.identifier(name ?? "")} of ${sqlText.name(operation.table)}` }
      : null;
  }
  return null;
}

/** The catalog holds no roles, since those belong to the server; what the history last did with the name says whether it is there. */
function isMadeRole(role: string, { change, earlierOf }: Moment): boolean {
  if (!change.base.complete) return false;
  const touched = new RegExp(`\\b(create|drop)\\s+(?:role|user|group)\\s+(?:if\\s+exists\\s+)?${namePattern(role)}`, "giu");
  const past = settledTexts(change).flatMap((text) => [...text.matchAll(touched)]);
  const renamed = change.history.settled.some(({ up }) => /\balter\s+(?:role|user|group)\b[^;]*\brename\b/iu.test(up.text));
  const here = earlierOf("create-object", "drop-object").findLast(({ operation }) =>
    operation.kind === "create-object"
      ? operation.object === "role" && operation.name.name === role
      : operation.kind === "drop-object" && operation.object === "role" && operation.names.some(({ name }) => name === role),
  );
  if (here !== undefined) return here.operation.kind === "create-object";
  return !renamed && past.at(-1)?.[1]?.toLowerCase() === "create";
}

function relation(name: RelationName, words: string, moment: Moment): There | null {
  const { catalog } = moment;
  const key = creationKey(name, catalog);
  const known = catalog.tables.has(key) || catalog.views.has(key) || catalog.indexes.has(key) || catalog.sequences.has(key);
  return known && isOwnSchema(name.schema, moment) ? { table: name, words: `${words} ${sqlText.name(name)}` } : null;
}
