import type { Catalog, Table } from "../model/catalog.js";
import type { Operation, OperationOf, ViewShape } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { patternOf } from "../sql/pattern-of.js";
import { isNowhere, isOwnSchema, knowsNames, lacksColumn } from "./known-names.js";
import { madeLater } from "./made-later.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

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

function* commentedIn({ object, name, part }: OperationOf<"comment">, moment: Moment): Iterable<Missing> {
  if (object !== "table" && object !== "column" && object !== "index") return;
  // Names that the server makes up are only known where it was asked.
  if (isNowhere(name, moment)) {
    if (object !== "index" || !/_(?:idx|key|pkey|excl)\d*$/u.test(name.name))
      yield { table: name, words: `The ${object === "index" ? "index" : "table"} ${sqlText.name(name)}` };
  } else if (part !== undefined && object === "column" && lacksColumn(moment.table(name), part)) {
    yield { table: name, words: `The column ${sqlText.name(name)}.${sqlText.identifier(part)}` };
  }
}

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

/** A body in SQL is looked at when it is made (fmgr_sql_validator in pg_proc.c), unless a dump puts that off. */
function* namedInBody({ queries = [], routine, signature }: OperationOf<"create-routine">, moment: Moment): Iterable<Missing> {
  const { earlierOf, statement } = moment;
  const isPutOff = earlierOf("set").some(
    ({ operation }) => operation.kind === "set" && operation.name === "check_function_bodies",
  );
  // What one statement of a body makes, the next may read.
  if (isPutOff || /\bcreate\s+(?:temp|table|view|unlogged)/iu.test(statement.text)) return;
  const passed = new Set(signature?.inputs.map(({ name }) => name));
  for (const { named, complete } of queries)
    yield* namedInQuery({ named: named.filter(({ column }) => !passed.has(column)), complete }, routine, moment);
}

/** A column that none of the relations which a query finds it in has. */
function* namedInQuery(
  { named, complete }: Pick<ViewShape, "named" | "complete">,
  of: RelationName,
  moment: Moment,
): Iterable<Missing> {
  if (!complete || [...moment.catalog.routines.values()].some(({ body }) => body !== null && ADDS_COLUMNS.test(body))) return;
  const { text } = moment.statement;
  for (const { among, column } of named) {
    if (column === "*" || among.length === 0 || !among.every((name) => lacksColumn(moment.table(name), column))) continue;
    // An alias stands for a whole row, or for what a query puts out.
    if (
      new RegExp(
        `(?:\\bas\\s+|(?:\\b(?:from|join)|,)\\s*(?:[\\w$]+\\.)?[\\w$]+\\s+)"?${patternOf(column)}"?(?![\\w$])`,
        "iu",
      ).test(text)
    )
      continue;
    if (among.some(({ name }) => name === column)) continue;
    yield { table: of, words: `The column ${among.map(sqlText.name).join(" or ")}.${sqlText.identifier(column)}` };
  }
}

interface Missing {
  readonly table: RelationName | null;
  readonly words: string;
}

/** An empty path names no schema to create in (3F000, RangeVarGetCreationNamespace in namespace.c). */
function* noSchema(operation: Operation, { catalog }: Moment): Iterable<Missing> {
  const made = "view" in operation ? operation.view : "table" in operation ? operation.table : null;
  if (made?.schema !== null || catalog.searchPath.length > 0) return;
  if ("temporary" in operation && operation.temporary) return;
  yield { table: made, words: `A schema for ${sqlText.name(made)}, on a search_path that is empty,` };
}

function* missingIn(operation: Operation, moment: Moment): Iterable<Missing> {
  if (operation.kind === "drop-table" || operation.kind === "truncate" || operation.kind === "lock-table") {
    for (const table of operation.tables) yield* relation(table, moment);
    return;
  }
  if (operation.kind === "drop-index") {
    for (const index of operation.indexes)
      if ((!MADE_INDEX.test(index.name) || isMistakenIndex(index, moment)) && isNowhere(index, moment))
        yield { table: index, words: `The index ${sqlText.name(index)}` };
    return;
  }
  if (operation.kind === "rename-index") {
    if (isNowhere(operation.index, moment)) yield { table: operation.index, words: `The index ${sqlText.name(operation.index)}` };
    return;
  }
  if (operation.kind === "create-table" || operation.kind === "create-table-as" || operation.kind === "create-view") {
    const nowhere = [...noSchema(operation, moment)];
    if (nowhere.length > 0) return yield* nowhere;
  }
  if (operation.kind === "create-table-as") return;
  if (operation.kind === "create-table") return yield* referencedBy(operation, moment);
  if (operation.kind === "drop-object") return yield* objectsIn(operation, moment);
  if (operation.kind === "comment") return yield* commentedIn(operation, moment);
  if (operation.kind === "create-view" || operation.kind === "create-materialized-view")
    return operation.shape === undefined ? undefined : yield* namedInQuery(operation.shape, operation.view, moment);
  if (operation.kind === "create-routine") return yield* namedInBody(operation, moment);
  if (operation.kind === "alter-sequence") return yield* ownerColumn(operation, moment);
  if (operation.kind === "alter-object" || operation.kind === "create-object") return yield* namedByObject(operation, moment);
  if (!("table" in operation) || operation.table === null) return;
  // ALTER TYPE … RENAME ATTRIBUTE names a type.
  if (operation.kind === "rename-column" && operation.relationKind === "type") return;
  if (operation.kind === "create-trigger") yield* triggerFunction(operation.routine, moment);
  const { table } = operation;
  const absent = [...relation(table, moment)];
  yield* absent;
  if (absent.length > 0) return;
  // A table that nobody names otherwise may come from elsewhere; one that stands in another schema is not found.
  const referenced = operation.kind === "add-constraint" ? operation.constraint.references?.table : undefined;
  if (referenced !== undefined && [...moment.catalog.tables.values()].some(({ name }) => name === referenced.name))
    yield* relation(referenced, moment);
  for (const column of columnsIn(operation)) {
    if (lacksColumn(moment.table(table), column))
      yield { table, words: `The column ${sqlText.name(table)}.${sqlText.identifier(column)}` };
  }
  if (operation.kind === "insert" || operation.kind === "update" || operation.kind === "delete")
    for (const read of operation.reads) if (wasThere(read, moment)) yield* relation(read, moment);
  yield* namedInExpression(operation, table, moment);
  yield* namedInCondition(operation, table, moment);
  yield* constraintIn(operation, table, moment);
  if (operation.kind !== "switch-trigger" || operation.trigger === null) return;
  const known = moment.table(table);
  if ([...moment.catalog.routines.values()].some(({ body }) => body !== null && MAKES_TRIGGERS.test(body))) return;
  // Partitions have those of the table above them.
  if (known !== undefined && known.partitionOf === null && !known.triggers.some(({ name }) => name === operation.trigger))
    yield { table, words: `The trigger ${sqlText.identifier(operation.trigger)} of ${sqlText.name(table)}` };
}

/** CHECK, and the condition of an index, read nothing but the row; the table's own name is the whole row. */
function* namedInExpression(operation: Operation, table: RelationName, moment: Moment): Iterable<Missing> {
  const expression =
    operation.kind === "add-constraint" && operation.constraint.type === "check"
      ? operation.constraint.expression
      : operation.kind === "create-index"
        ? operation.where
        : null;
  for (const column of expression?.columns ?? [])
    if (column !== table.name && column !== "*" && lacksColumn(moment.table(table), column))
      yield { table, words: `The column ${sqlText.name(table)}.${sqlText.identifier(column)}` };
}

/** WHERE of an UPDATE or DELETE that reads no other relation, and what a policy says outside of subqueries. */
function* namedInCondition(operation: Operation, table: RelationName, moment: Moment): Iterable<Missing> {
  const named =
    operation.kind === "update" || operation.kind === "delete"
      ? operation.reads.length > 0
        ? []
        : (operation.where?.columns ?? [])
      : operation.kind === "create-policy"
        ? (operation.reads ?? [])
        : [];
  if (named.length === 0 || moment.catalog.views.has(moment.key(table))) return;
  const { text } = moment.statement;
  for (const column of named) {
    if (column === "*" || column === table.name || !lacksColumn(moment.table(table), column)) continue;
    // A whole row under an alias, and what a subquery or WITH gives.
    const alias = new RegExp(`\\b(?:update|from)\\s+(?:only\\s+)?[\\w$".]+\\s+(?:as\\s+)?"?${patternOf(column)}(?![\\w$])`, "iu");
    const queries = /\b(?:select|values|with)\b/iu.test(text.replace(/'(?:[^']|'')*'/gu, ""));
    if (operation.kind !== "create-policy" && (queries || alias.test(text))) continue;
    yield { table, words: `The column ${sqlText.name(table)}.${sqlText.identifier(column)}` };
  }
}

/** Tables of a publication, the publication that is changed, and the policy. */
function* namedByObject(operation: OperationOf<"alter-object" | "create-object">, moment: Moment): Iterable<Missing> {
  const { object, name } = operation;
  for (const table of operation.publishes?.tables ?? []) yield* relation(table, moment);
  if (operation.kind === "create-object") return;
  const { publications } = moment.catalog;
  if (object === "publication" && publications !== undefined && !publications.has(name.name))
    yield { table: null, words: `The publication ${sqlText.identifier(name.name)}` };
  if (object !== "policy") return;
  const [, quoted, plain = ""] = /\bpolicy\s+(?:"([^"]+)"|([\w$]+))\s+on\b/iu.exec(moment.statement.text) ?? [];
  const policy = quoted ?? plain.toLowerCase();
  if (policy !== "" && lacksPolicy(moment.table(name), policy))
    yield { table: name, words: `The policy ${sqlText.identifier(policy)} of ${sqlText.name(name)}` };
}

/** Known with its policies, of which this is none. */
function lacksPolicy(table: Table | undefined, policy: string): boolean {
  return table?.policies !== undefined && table.policies.length > 0 && !table.policies.some(({ name }) => name === policy);
}

function* ownerColumn({ ownedBy }: OperationOf<"alter-sequence">, moment: Moment): Iterable<Missing> {
  if (ownedBy !== null && lacksColumn(moment.table(ownedBy.table), ownedBy.column))
    yield { table: ownedBy.table, words: `The column ${sqlText.name(ownedBy.table)}.${sqlText.identifier(ownedBy.column)}` };
}

const ADDS_COLUMNS = /\badd\s+column\b/iu;
const MAKES_TRIGGERS = /\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\b/iu;

const MADE_INDEX = /_(?:idx|key|pkey|excl)\d*$/u;

/** Names that the server makes up are told where the history holds the object that is meant: in another schema, in other letters, or without a name in the up of this way back. */
function isMistakenIndex({ name }: RelationName, moment: Moment): boolean {
  const meant = [...moment.catalog.indexes.values()].some((index) => index.name.toLowerCase() === name.toLowerCase());
  return (
    meant ||
    !startsWithTable(name, moment) ||
    leavesUnnamed(moment, (operation) => operation.kind === "create-index" && operation.index === null)
  );
}

/** A name that the server makes up begins with that of a table, cut only where all of it would be too long (makeObjectName in indexcmds.c). */
function startsWithTable(name: string, { catalog, earlierOf }: Moment): boolean {
  const tables = [...catalog.tables.values()].map((table) => table.name);
  const before = earlierOf("rename-table").map(({ operation }) =>
    operation.kind === "rename-table" ? operation.table.name : "",
  );
  return name.length > 50 || [...tables, ...before].some((table) => name.startsWith(`${table}_`));
}

function isMistakenConstraint(name: string, { constraints }: Table, moment: Moment): boolean {
  const operation = moment.site.operation;
  const table = "table" in operation && operation.table !== null ? moment.key(operation.table) : null;
  const meant = constraints.some((each) => each.name.toLowerCase() === name.toLowerCase());
  const unnamed = (other: Operation) =>
    other.kind === "add-constraint" && other.constraint.name === null && moment.key(other.table) === table;
  return meant || leavesUnnamed(moment, unnamed);
}

function leavesUnnamed({ statement, change }: Moment, isUnnamed: (operation: Operation) => boolean): boolean {
  if (statement.direction !== "down") return false;
  return change.migrations
    .filter(({ id }) => id === statement.migration)
    .some(({ up }) => up.statements.some(({ operations }) => operations.some(({ operation }) => isUnnamed(operation))));
}

/** A function that the history does not make; what extensions bring is not known. */
function* triggerFunction(routine: RelationName, moment: Moment): Iterable<Missing> {
  const { routines, extensions, searchPath } = moment.catalog;
  const names =
    routine.schema === null ? searchPath.map((schema) => `${schema}.${routine.name}`) : [`${routine.schema}.${routine.name}`];
  const mayBeForeign = BUILT_IN.test(routine.name) || [...extensions].some((extension) => !NO_TRIGGERS.has(extension));
  if (mayBeForeign || !isOwnSchema(routine.schema, moment) || names.some((name) => routines.has(name))) return;
  yield { table: routine, words: `The function ${sqlText.name(routine)}()` };
}

const BUILT_IN = /^(?:tsvector_update_trigger(?:_column)?|suppress_redundant_updates_trigger|lo_manage|moddatetime)$/u;
const NO_TRIGGERS: ReadonlySet<string> = new Set([
  "plpgsql",
  "pgcrypto",
  "uuid-ossp",
  "citext",
  "pg_trgm",
  "btree_gist",
  "btree_gin",
  "hstore",
]);

/** Tables that foreign keys of a new table name, and that the same file makes further down. */
function* referencedBy(operation: OperationOf<"create-table">, moment: Moment): Iterable<Missing> {
  const { columns, constraints, ifNotExists, table } = operation;
  if (ifNotExists && moment.table(table) !== undefined) return;
  for (const { references } of [...constraints, ...columns.flatMap((column) => column.constraints)]) {
    const name = references?.table;
    if (name === undefined || moment.key(name) === moment.key(table) || name.name === table.name) continue;
    const comes = moment
      .laterOf("create-table", "create-table-as", "rename-table")
      .some(({ operation: later, statement }) => statement.migration === moment.migration.id && makes(later, name, moment));
    if (comes) yield* relation(name, moment);
  }
}

function makes(operation: Operation, name: RelationName, { key }: Moment): boolean {
  if (operation.kind === "rename-table") return key({ ...operation.table, name: operation.to }) === key(name);
  return (operation.kind === "create-table" || operation.kind === "create-table-as") && key(operation.table) === key(name);
}

/** This change made it or dropped it: what nobody names otherwise may come from elsewhere. */
function wasThere({ name }: RelationName, { earlierOf }: Moment): boolean {
  return earlierOf("create-table", "create-table-as", "drop-table").some(({ operation }) =>
    operation.kind === "drop-table"
      ? operation.tables.some((table) => table.name === name)
      : "table" in operation && operation.table?.name === name,
  );
}

function* relation(table: RelationName, moment: Moment): Iterable<Missing> {
  if (isNowhere(table, moment)) yield { table, words: `The table ${sqlText.name(table)}` };
}

/** Columns that have to be there. */
function columnsIn(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "drop-column":
    case "rename-column":
    case "alter-column-type":
    case "set-not-null":
    case "drop-not-null":
    case "set-default":
    case "drop-default":
    case "set-generated":
      return [operation.column];
    case "insert":
    case "update":
      return operation.columns;
    case "create-index":
      return [...operation.columns.filter((column) => column !== null), ...operation.include];
    case "add-constraint":
      return operation.constraint.type === "check" || operation.constraint.usingIndex !== null
        ? []
        : operation.constraint.columns;
    default:
      return [];
  }
}

function* constraintIn(operation: Operation, table: RelationName, moment: Moment): Iterable<Missing> {
  if (operation.kind !== "drop-constraint" && operation.kind !== "validate-constraint" && operation.kind !== "rename-constraint")
    return;
  const { constraint } = operation;
  const known = moment.table(table);
  // Names that the server makes up are only known where it was asked.
  const made = constraint === `${table.name}_pkey` || /_(?:not_null|fkey|key|check|excl)\d*$/u.test(constraint);
  if (
    known === undefined ||
    (made && !isMistakenConstraint(constraint, known, moment)) ||
    known.constraints.some(({ name }) => name === constraint)
  )
    return;
  yield { table, words: `The constraint ${sqlText.identifier(constraint)} of ${sqlText.name(table)}` };
}

function* objectsIn(operation: Extract<Operation, { kind: "drop-object" }>, moment: Moment): Iterable<Missing> {
  const { object, names, on } = operation;
  for (const name of names) {
    if ((object === "view" || object === "materialized view" || object === "sequence") && isNowhere(name, moment))
      yield { table: name, words: `The ${object} ${sqlText.name(name)}` };
    if (object === "policy" && on !== null && lacksPolicy(moment.table(on), name.name))
      yield { table: on, words: `The policy ${sqlText.identifier(name.name)} of ${sqlText.name(on)}` };
    if (object === "trigger" && on !== null) {
      const table = moment.table(on);
      if (table === undefined ? isNowhere(on, moment) : !table.triggers.some((trigger) => trigger.name === name.name))
        yield { table: on, words: `The trigger ${sqlText.identifier(name.name)} of ${sqlText.name(on)}` };
    }
    if ((object === "type" || object === "domain" || object === "enum") && isOwnSchema(name.schema, moment)) {
      if (moment.type(name) === undefined && isNowhere(name, moment))
        yield { table: name, words: `The type ${sqlText.name(name)}` };
    }
  }
}
