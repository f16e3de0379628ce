import { childrenOf } from "../catalog/dependents.js";
import { isLikeIndex } from "../catalog/is-like-index.js";
import type { Index, Table } from "../model/catalog.js";
import type { Operation, OperationOf } from "../model/operation.js";
import { nameOfKey } from "./effects-words.js";
import { generatedUnfit } from "./generated-unfit.js";
import { namePattern } from "./history-words.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";
import { unfitPolicy } from "./unfit-policy.js";
import { unfitTrigger } from "./unfit-trigger.js";

export const objectUnfit = defineRule({
  id: "object-unfit",
  hazard: "cannot-run",
  severity: "error",
  title: "The object is not of the kind that the command needs",
  effect:
    "A key takes no index over expressions, over some rows only, or with an order of its own (USING INDEX); a replica identity needs a unique one over NOT NULL columns; ATTACH PARTITION needs the same keys; ALTER CONSTRAINT makes only foreign keys deferrable; children need the columns and checks of what they inherit; LOCK TABLE needs a transaction; a virtual column has no index; a trigger calls a function that returns trigger, and has no OLD row in an INSERT; a policy for INSERT has no USING.",
  remedy: "Make the object as the command needs it, before.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {},
  on: [
    "add-constraint",
    "alter-constraint",
    "replica-identity",
    "alter-index",
    "set-inherit",
    "add-column",
    "create-trigger",
    "create-policy",
    "create-index",
    "create-table",
    "lock-table",
    "drop-not-null",
    "change-owner",
    "alter-sequence",
  ],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const reason = reasonOf(operation, moment) ?? generatedUnfit(operation, moment);
    if (reason === null || !knowsNames(moment)) return;
    yield {
      table: "table" in operation ? operation.table : null,
      message: `${reason}, so the server refuses the statement.`,
      witnesses: [
        { kind: "error", sqlstates: ["42809", "0A000", "55000", "42P17", "42P16", "42804", "25P01", "42704", "42883", "42601"] },
      ],
    };
  },

  examples: {
    before: `CREATE TABLE users (id bigint PRIMARY KEY, email text, login text NOT NULL, CONSTRAINT some_email CHECK (email <> '')); INSERT INTO users SELECT n, 'e' || n, 'l' || n FROM generate_series(1, 200) n;
CREATE UNIQUE INDEX users_lower ON users (lower(email)); CREATE UNIQUE INDEX users_some ON users (login) WHERE id > 5; CREATE UNIQUE INDEX users_desc ON users (login DESC); CREATE UNIQUE INDEX users_email ON users (email); CREATE UNIQUE INDEX users_login ON users (login);
CREATE TABLE base (id bigint, note text); CREATE TABLE child () INHERITS (base); CREATE TABLE stranger (id bigint);
CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); CREATE INDEX events_id ON ONLY events (id); CREATE INDEX events_1_day ON events_1 (day); CREATE INDEX events_1_id ON events_1 (id);
CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE FUNCTION plain() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW logins AS SELECT id, login FROM users;
CREATE TABLE half (note text); CREATE TABLE half_child (kind int) INHERITS (half); CREATE TABLE jobs (id bigserial, code text NOT NULL); CREATE UNIQUE INDEX jobs_code ON jobs (code); ALTER TABLE jobs REPLICA IDENTITY USING INDEX jobs_code; CREATE SEQUENCE free_numbers;`,
    bad: [
      "ALTER TABLE users ADD CONSTRAINT one UNIQUE USING INDEX users_lower",
      "ALTER TABLE users ADD CONSTRAINT one UNIQUE USING INDEX users_some",
      "ALTER TABLE users ADD CONSTRAINT one UNIQUE USING INDEX users_desc",
      "ALTER TABLE users REPLICA IDENTITY USING INDEX users_email",
      "ALTER TABLE users REPLICA IDENTITY USING INDEX users_some",
      "ALTER TABLE users ALTER CONSTRAINT some_email DEFERRABLE",
      "ALTER INDEX events_id ATTACH PARTITION events_1_day",
      "ALTER TABLE stranger INHERIT base",
      "ALTER TABLE ONLY base ADD COLUMN kind text",
      "ALTER TABLE ONLY base ADD CHECK (id > 0)",
      "CREATE TRIGGER watch AFTER INSERT ON events REFERENCING NEW TABLE AS fresh FOR EACH ROW EXECUTE FUNCTION watch()",
      { up: "LOCK TABLE users", transaction: "statement" },
      {
        title: "a trigger that may ask for OLD in an INSERT",
        up: "CREATE TRIGGER w BEFORE INSERT OR UPDATE ON users FOR EACH ROW WHEN (OLD.login IS DISTINCT FROM NEW.login) EXECUTE FUNCTION watch()",
      },
      { title: "a policy for what an INSERT has not", up: "CREATE POLICY own ON users FOR INSERT USING (id > 0)" },
      "CREATE TRIGGER w BEFORE INSERT ON logins FOR EACH ROW EXECUTE FUNCTION watch()",
      "CREATE TRIGGER w INSTEAD OF INSERT ON users FOR EACH ROW EXECUTE FUNCTION watch()",
      "CREATE TRIGGER w AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION plain()",
      {
        title: "a transition table for two events",
        up: "CREATE TRIGGER w AFTER INSERT OR UPDATE ON users REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION watch()",
      },
      { title: "a child has the column in another type", up: "ALTER TABLE half ADD COLUMN kind bigint" },
      "ALTER TABLE jobs ALTER COLUMN code DROP NOT NULL",
      "CREATE TABLE days (day date NOT NULL) PARTITION BY RANGE (day); CREATE TABLE days_1 PARTITION OF days DEFAULT; ALTER TABLE days_1 ALTER COLUMN day DROP NOT NULL",
      "CREATE SCHEMA other; CREATE SEQUENCE other.numbers; ALTER SEQUENCE other.numbers OWNED BY users.id",
      "ALTER SEQUENCE jobs_id_seq OWNER TO pg_monitor",
      {
        title: "a generated column of another",
        up: "CREATE TABLE sums (a int, b int GENERATED ALWAYS AS (a * 2) STORED, c int GENERATED ALWAYS AS (b * 2) STORED)",
      },
      {
        title: "an index of a virtual column",
        up: "ALTER TABLE users ADD COLUMN low text GENERATED ALWAYS AS (lower(login)) VIRTUAL; CREATE INDEX ON users (low)",
        serverMajor: 18,
      },
      {
        title: "a virtual column of a type of one's own",
        up: "CREATE DOMAIN word AS text; ALTER TABLE users ADD COLUMN low word GENERATED ALWAYS AS (lower(login)) VIRTUAL",
        serverMajor: 18,
      },
      {
        title: "a virtual column that calls a function of one's own",
        up: "CREATE FUNCTION low(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(t)'; ALTER TABLE users ADD COLUMN low text GENERATED ALWAYS AS (low(login)) VIRTUAL",
        serverMajor: 18,
      },
      "CREATE TABLE stays (room int, days daterange, EXCLUDE USING gist (room WITH =, days WITH &&))",
      "CREATE INDEX ON users USING gin (email)",
    ],
    good: [
      "ALTER TABLE users ADD CONSTRAINT one UNIQUE USING INDEX users_email",
      "ALTER TABLE users REPLICA IDENTITY USING INDEX users_login",
      "ALTER INDEX events_id ATTACH PARTITION events_1_id",
      "ALTER TABLE stranger ADD COLUMN note text; ALTER TABLE stranger INHERIT base",
      "ALTER TABLE base ADD COLUMN kind text",
      "ALTER TABLE ONLY base ADD CHECK (id > 0) NO INHERIT",
      "CREATE TRIGGER watch AFTER INSERT ON events REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION watch()",
      { up: "BEGIN; LOCK TABLE users IN SHARE MODE; COMMIT", transaction: "statement" },
      "CREATE TRIGGER w BEFORE UPDATE ON users FOR EACH ROW WHEN (OLD.login IS DISTINCT FROM NEW.login) EXECUTE FUNCTION watch()",
      "CREATE TRIGGER w INSTEAD OF INSERT ON logins FOR EACH ROW EXECUTE FUNCTION watch()",
      "ALTER TABLE half ADD COLUMN kind int",
      {
        up: "ALTER TABLE users ADD COLUMN low text GENERATED ALWAYS AS (lower(login)) VIRTUAL; CREATE INDEX ON users (lower(login), id)",
        serverMajor: 18,
      },
      "ALTER TABLE jobs REPLICA IDENTITY DEFAULT; ALTER TABLE jobs ALTER COLUMN code DROP NOT NULL",
      "ALTER SEQUENCE free_numbers OWNER TO CURRENT_USER",
      "CREATE POLICY own ON users FOR INSERT WITH CHECK (id IN (SELECT b.id FROM base b JOIN child c USING (id))); CREATE POLICY others ON users FOR UPDATE USING (id > 0) WITH CHECK (id > 0)",
      "CREATE TABLE stays (room int, days daterange, EXCLUDE USING gist (days WITH &&), EXCLUDE USING btree (room WITH =))",
      "CREATE TABLE stays (room int, first date, last date, EXCLUDE USING gist (daterange(first, last) WITH &&))",
      "CREATE INDEX ON users USING gin (to_tsvector('english', email))",
    ],
  },
});

function reasonOf(operation: Operation, moment: Moment): string | null {
  switch (operation.kind) {
    case "add-constraint":
      return unfitKey(operation, moment) ?? leftOut(operation, moment) ?? unfitMethods(operation, moment);
    case "create-index":
    case "create-table":
      return unfitMethods(operation, moment);
    case "alter-constraint":
      return notForeign(operation, moment);
    case "replica-identity":
      return unfitIdentity(operation, moment);
    case "alter-index":
      return unlikeParent(operation, moment);
    case "set-inherit":
      return lacksInherited(operation, moment);
    case "add-column": {
      if (operation.ifNotExists && moment.column(operation.table, operation.column.name) !== undefined) return null;
      return operation.only && isParent(operation, moment)
        ? `The children of ${sqlText.name(operation.table)} need the column too, and ONLY leaves them out`
        : unlikeChild(operation, moment);
    }
    case "create-trigger":
      return unfitTrigger(operation, moment);
    case "create-policy":
      return unfitPolicy(operation, moment);
    case "drop-not-null":
      return heldByIdentity(operation, moment) ?? heldByParent(operation, moment);
    case "alter-sequence":
      return ownedAcrossSchemas(operation, moment);
    case "change-owner":
      return ownedByColumn(operation, moment);
    case "lock-table":
      return moment.inTransaction ? null : "LOCK TABLE holds until the end of a transaction, and none is open here";
    default:
      return null;
  }
}

/** transformIndexConstraint in parse_utilcmd.c. */
function unfitKey({ table, constraint }: OperationOf<"add-constraint">, moment: Moment): string | null {
  if (constraint.usingIndex === null) return null;
  const index = indexOn(table, constraint.usingIndex, moment);
  if (index === undefined) return null;
  const text = sqlText.identifier(constraint.usingIndex);
  if (index.constraint !== null) return `The index ${text} belongs to the constraint ${sqlText.identifier(index.constraint)}`;
  if (!index.unique) return `The index ${text} is not unique`;
  if (index.partial) return `The index ${text} holds only some of the rows`;
  if (index.columns.includes(null)) return `The index ${text} has an expression for a key`;
  return index.ownOrder === true ? `The index ${text} does not sort by default` : null;
}

/** Plain values, for which GiST and GIN have no operator class of their own (PostgreSQL manual, F.8 and F.7). */
const PLAIN = /^(?:int[248]|float[48]|numeric|text|varchar|bpchar|uuid|date|time|timestamp|timestamptz|bool|money)$/u;

/** GetDefaultOpClass in indexcmds.c finds none, unless an extension brought it. */
function unfitMethods(operation: OperationOf<"add-constraint" | "create-index" | "create-table">, moment: Moment): string | null {
  const { catalog, change, statement } = moment;
  // Who makes a database for others may have put extensions into it.
  if (!catalog.complete || change.history.prelude.length > 0 || moment.site.inside !== "statement") return null;
  // Of several, which columns are whose is not kept.
  const excluded = new Set(
    [...statement.text.matchAll(/\bexclude\s+(?:using\s+(\w+)\s*)?\(/giu)].map(([, each = "btree"]) => each.toLowerCase()),
  );
  const method = operation.kind === "create-index" ? operation.method : excluded.size === 1 ? [...excluded][0] : undefined;
  if ((method !== "gist" && method !== "gin") || catalog.extensions.has(`btree_${method}`)) return null;
  if (operation.kind === "create-index" && operation.ownOrder === true) return null;
  if (operation.kind === "create-index" && operation.ifNotExists && operation.index !== null) return null;
  const keys =
    operation.kind === "create-index"
      ? operation.columns
      : operation.kind === "create-table"
        ? operation.constraints.filter(({ type }) => type === "exclude").flatMap(({ columns }) => columns)
        : operation.constraint.type === "exclude"
          ? operation.constraint.columns
          : [];
  const typeOf = (name: string) =>
    (operation.kind === "create-table"
      ? operation.columns.find((column) => column.name === name)
      : moment.column(operation.table, name)
    )?.type;
  const plain = keys.find((name) => {
    const type = name === null ? undefined : typeOf(name);
    if (name === null || type === undefined || type.array || !PLAIN.test(type.name)) return false;
    // The columns of an exclusion are also those that its expressions read.
    return operation.kind === "create-index" || new RegExp(`[(,]\\s*${namePattern(name)}\\s+with\\b`, "iu").test(statement.text);
  });
  return plain == null
    ? null
    : `${method === "gist" ? "GiST" : "GIN"} takes ${sqlText.identifier(plain)}, a plain ${typeOf(plain)?.text ?? "value"}, only with the extension btree_${method}`;
}

/** A check of a parent holds for its children (ATAddCheckNNConstraint in tablecmds.c). */
function leftOut(operation: OperationOf<"add-constraint">, moment: Moment): string | null {
  const { constraint, table } = operation;
  if (constraint.type !== "check" || constraint.noInherit || !operation.only || !isParent(operation, moment)) return null;
  return `The children of ${sqlText.name(table)} need the constraint too, and ONLY leaves them out`;
}

function notForeign({ table, constraint, inherits }: OperationOf<"alter-constraint">, moment: Moment): string | null {
  const type = moment.table(table)?.constraints.find(({ name }) => name === constraint)?.type;
  if (type === undefined || type === "foreign-key" || inherits !== undefined) return null;
  return `The constraint ${sqlText.identifier(constraint)} of ${sqlText.name(table)} is no foreign key`;
}

/** ATExecReplicaIdentity in tablecmds.c. */
function unfitIdentity({ table, index: name }: OperationOf<"replica-identity">, moment: Moment): string | null {
  const index = name === null ? undefined : indexOn(table, name, moment);
  if (name === null || index === undefined) return null;
  const text = sqlText.identifier(name);
  if (!index.unique) return `The index ${text} is not unique`;
  if (index.partial) return `The index ${text} holds only some of the rows`;
  if (index.columns.includes(null)) return `The index ${text} has an expression for a key`;
  const open = index.columns.find((column) => column !== null && moment.column(table, column)?.notNull === false);
  return open === undefined || open === null ? null : `The column ${sqlText.identifier(open)} of the index ${text} can be NULL`;
}

/** ATExecDropNotNull in tablecmds.c. */
function heldByIdentity({ table, column }: OperationOf<"drop-not-null">, moment: Moment): string | null {
  const known = moment.table(table);
  const index = known?.replicaIdentity === "index" ? indexOn(table, known.identityIndex ?? "", moment) : undefined;
  return index?.columns.includes(column) === true
    ? `The index ${sqlText.identifier(index.name)} over ${sqlText.identifier(column)} is the replica identity of ${sqlText.name(table)}`
    : null;
}

/** A partition's column is NOT NULL as its parent's is; since 18 so is that of any child (ATExecDropNotNull in tablecmds.c). */
function heldByParent({ table, column }: OperationOf<"drop-not-null">, moment: Moment): string | null {
  const known = moment.table(table);
  if (known?.columns.find(({ name }) => name === column)?.notNull !== true) return null;
  const above = known.partitionOf === null ? (moment.serverMajor < 18 ? [] : known.inherits) : [known.partitionOf];
  const parent = above.find((key) =>
    moment.catalog.tables.get(key)?.columns.some((each) => each.name === column && each.notNull),
  );
  return parent === undefined
    ? null
    : `${sqlText.name(table)} has the NOT NULL of ${sqlText.identifier(column)} from ${sqlText.name(nameOfKey(parent))}`;
}

/** OWNED BY a table of the same schema alone (process_owned_by in sequence.c). */
function ownedAcrossSchemas({ sequence, ownedBy }: OperationOf<"alter-sequence">, moment: Moment): string | null {
  if (ownedBy === null || moment.table(ownedBy.table) === undefined) return null;
  const [key, table] = [moment.key(sequence), moment.key(ownedBy.table)];
  return !moment.catalog.sequences.has(key) || key.split(".")[0] === table.split(".")[0]
    ? null
    : `${sqlText.name(sequence)} stands in another schema than ${sqlText.name(ownedBy.table)}`;
}

/** A sequence that a column owns belongs to whom the table belongs to (ATExecChangeOwner in tablecmds.c). */
function ownedByColumn({ object, name }: OperationOf<"change-owner">, moment: Moment): string | null {
  const key = moment.key(name);
  const { sequences, freeSequences, tables } = moment.catalog;
  if (object !== "sequence" || freeSequences === undefined || freeSequences.has(key) || !sequences.has(key)) return null;
  const schema = key.slice(0, key.indexOf("."));
  const feeds = [...tables.values()].some(
    (table) => table.schema === schema && table.columns.some((column) => key === `${schema}.${table.name}_${column.name}_seq`),
  );
  return feeds ? `A column owns the sequence ${sqlText.name(name)}, which goes with the owner of its table` : null;
}

/** MergeAttributes: a column that a child has already is taken over, if it is of the same type (ATExecAddColumn in tablecmds.c). */
function unlikeChild({ table, column }: OperationOf<"add-column">, moment: Moment): string | null {
  if (moment.table(table)?.kind !== "table") return null;
  for (const key of childrenOf(moment.key(table), moment.catalog)) {
    const child = moment.catalog.tables.get(key);
    const own = child?.columns.find(({ name }) => name === column.name)?.type;
    if (child === undefined || own === undefined || (own.name === column.type.name && own.array === column.type.array)) continue;
    return `${sqlText.name(child)} inherits from ${sqlText.name(table)}, and has ${sqlText.identifier(column.name)} as ${own.text}`;
  }
  return null;
}

/** ATExecAttachPartitionIdx in tablecmds.c; expressions are compared by the server alone. */
function unlikeParent({ action, index, partition }: OperationOf<"alter-index">, moment: Moment): string | null {
  if (action !== "attach-partition" || partition === undefined) return null;
  const [parent, own] = [moment.index(index), moment.index(partition)];
  if (parent === undefined || own === undefined || [...parent.columns, ...own.columns].includes(null)) return null;
  return isLikeIndex(parent, own) ? null : `The index ${sqlText.name(partition)} is not made like ${sqlText.name(index)}`;
}

/** MergeAttributesIntoExisting and MergeConstraintsIntoExisting in tablecmds.c. */
function lacksInherited({ table, parent, inherit }: OperationOf<"set-inherit">, moment: Moment): string | null {
  const [own, above] = [moment.table(table), moment.table(parent)];
  if (!inherit || own === undefined || above === undefined || !isTold(own) || !isTold(above)) return null;
  const column = above.columns.find(({ name }) => !own.columns.some((each) => each.name === name));
  if (column !== undefined) return `${sqlText.name(table)} lacks the column ${sqlText.identifier(column.name)} of its new parent`;
  const check = above.constraints.find(
    ({ name, type, noInherit }) => type === "check" && !noInherit && !own.constraints.some((each) => each.name === name),
  );
  return check === undefined
    ? null
    : `${sqlText.name(table)} lacks the check ${sqlText.identifier(check.name)} of its new parent`;
}

function isTold({ columns, moreColumns }: Table): boolean {
  return moreColumns !== true && columns.length > 0;
}

/** Partitioned tables have a rule of their own. */
function isParent({ table }: OperationOf<"add-column" | "add-constraint">, moment: Moment): boolean {
  return moment.table(table)?.kind === "table" && childrenOf(moment.key(table), moment.catalog).length > 0;
}

/** An index stands in the schema of its table. */
function indexOn(table: OperationOf<"add-constraint">["table"], name: string, moment: Moment): Index | undefined {
  return moment.indexesOf(table).find((index) => index.name === name);
}
