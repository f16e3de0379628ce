import { type Referrer, referrersOf, viewsOver } from "../catalog/dependents.js";
import { keyOf } from "../catalog/key-of.js";
import { parentIndexOf } from "../catalog/parent-index-of.js";
import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { callersOf } from "./callers-of.js";
import { type Reason, said } from "./drop-reason.js";
import { nameOfKey } from "./effects-words.js";
import { allTexts } from "./history-words.js";
import { knowsNames, viewsNaming } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { defaultsOf, usersOfSequences } from "./sequence-users.js";
import { sqlText } from "./sql-text.js";

export const dropRefused = defineRule({
  id: "drop-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "The server refuses to drop what others depend on",
  effect:
    "Without CASCADE a table that a foreign key points to, a column that a view, a policy or a trigger's WHEN reads, a key that a foreign key needs, an index behind a constraint, or a function that a trigger, a default, a CHECK, an index or a view calls is not dropped: the statement fails.",
  remedy: "Drop or change first, by name, what depends on it. CASCADE would take it unseen.",
  source: "https://www.postgresql.org/docs/current/ddl-depend.html",
  priorArt: { "safe-migrate": ["dependency-break"] },
  on: ["drop-table", "drop-column", "drop-constraint", "drop-index", "drop-object"],
  directions: ["up", "down"],

  *predict(operation, moment) {
    if ("cascade" in operation && operation.cascade) return;
    const [reason] = reasons(operation, moment);
    if (reason === undefined || !knowsNames(moment)) return;
    yield {
      table: reason.table,
      message: `${reason.words}, so the server refuses the statement.`,
      // Statements about roles are not sent to the rehearsal's server, which is no proof.
      witnesses:
        operation.kind === "drop-object" && operation.object === "role" ? [] : [{ kind: "error", sqlstates: ["2BP01", "42P16"] }],
    };
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY, email text, CONSTRAINT one_email UNIQUE (email)); CREATE TABLE orders (id bigint PRIMARY KEY, total int, customer_id bigint REFERENCES customers);
CREATE VIEW totals AS SELECT id, total FROM orders; CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER watch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION watch(); CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); CREATE INDEX events_key ON events (id);
CREATE TABLE lists (id bigint NOT NULL); CREATE UNIQUE INDEX lists_by_id ON lists (id); CREATE TABLE entries (list bigint REFERENCES lists (id)); ALTER TABLE lists ADD PRIMARY KEY (id); CREATE TABLE notes (id serial PRIMARY KEY, owner text, state text, kind text, body text); INSERT INTO notes (owner) SELECT 'me' FROM generate_series(1, 20); CREATE POLICY own ON notes USING (owner = current_user);
CREATE TRIGGER watch BEFORE UPDATE OF state ON notes FOR EACH ROW WHEN (NEW.kind = 'a') EXECUTE FUNCTION watch();
CREATE FUNCTION code() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE links (id int, code int DEFAULT code()); CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE INDEX notes_plain ON notes (plain(body)); CREATE FUNCTION even(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2 = 0';`,
    bad: [
      "DROP TABLE customers",
      "ALTER TABLE orders DROP COLUMN total",
      "ALTER TABLE customers DROP CONSTRAINT customers_pkey",
      "DROP INDEX one_email",
      {
        title: "a key that a newer index is to take the place of",
        up: "CREATE UNIQUE INDEX customers_new ON customers (id) INCLUDE (email); ALTER TABLE customers DROP CONSTRAINT customers_pkey, ADD CONSTRAINT customers_pkey PRIMARY KEY USING INDEX customers_new",
      },
      { title: "an index that a partition has of its parent", up: "DROP INDEX events_1_id_idx" },
      "DROP FUNCTION watch()",
      "DROP FUNCTION code()",
      { title: "a function that an index calls", up: "DROP FUNCTION plain(text)" },
      {
        title: "a function that a view calls",
        up: "CREATE VIEW halves AS SELECT id, even(total) AS even FROM orders; DROP FUNCTION even(int)",
      },
      {
        title: "a function that a CHECK calls",
        up: "ALTER TABLE orders ADD CONSTRAINT fits CHECK (even(total)) NOT VALID; DROP FUNCTION even(int)",
      },
      { title: "a column of a policy", up: "ALTER TABLE notes DROP COLUMN owner" },
      { title: "a column of UPDATE OF", up: "ALTER TABLE notes DROP COLUMN state" },
      {
        title: "a column of WHEN, renamed before",
        up: "ALTER TABLE notes RENAME kind TO sort; ALTER TABLE notes DROP COLUMN sort",
      },
      {
        title: "a table whose sequence a copy of it uses",
        up: "CREATE TABLE copy (LIKE notes INCLUDING ALL); INSERT INTO copy SELECT * FROM notes; DROP TABLE notes; ALTER TABLE copy RENAME TO notes",
      },
      "ALTER TABLE events DROP COLUMN day",
      "CREATE TYPE mood AS ENUM ('up', 'down'); ALTER TABLE orders ADD COLUMN mood mood; DROP TYPE mood",
      "CREATE VIEW sums AS SELECT sum(total) AS total FROM totals; DROP VIEW totals",
      {
        title: "in the way back, a schema that still holds a table",
        up: "CREATE SCHEMA billing; CREATE TABLE billing.accounts (id int)",
        down: "DROP SCHEMA billing",
      },
      {
        title: "in the way back, a sequence before the default that uses it",
        up: "CREATE SEQUENCE numbers; ALTER TABLE orders ADD COLUMN n bigint; ALTER TABLE orders ALTER COLUMN n SET DEFAULT nextval('numbers')",
        down: "DROP SEQUENCE numbers; ALTER TABLE orders DROP COLUMN n",
      },
      {
        title: "in the way back, parents before children",
        up: "CREATE TABLE kinds (id int PRIMARY KEY); CREATE TABLE parts (id int PRIMARY KEY, kind int REFERENCES kinds)",
        down: "DROP TABLE kinds; DROP TABLE parts",
      },
    ],
    good: [
      {
        title: "rights go with the schema and the sequence that they are on",
        up: "CREATE SCHEMA store; CREATE SEQUENCE store.bins; CREATE SEQUENCE numbers; CREATE ROLE clerk; GRANT USAGE ON SCHEMA store TO clerk; GRANT USAGE ON SEQUENCE store.bins TO clerk; GRANT USAGE ON SEQUENCE numbers TO clerk; DROP SEQUENCE numbers; ALTER SCHEMA store RENAME TO shop; DROP SCHEMA shop CASCADE; DROP ROLE clerk",
      },
      "DROP TABLE orders CASCADE",
      "DROP VIEW totals; ALTER TABLE orders DROP COLUMN total",
      "ALTER TABLE orders DROP COLUMN customer_id; DROP TABLE customers",
      "ALTER TABLE customers DROP CONSTRAINT one_email",
      "DROP TRIGGER watch ON orders; DROP TRIGGER watch ON notes; DROP FUNCTION watch()",
      "DROP POLICY own ON notes; ALTER TABLE notes DROP COLUMN owner",
      "ALTER TABLE notes DROP COLUMN body",
      "ALTER TABLE links ALTER COLUMN code DROP DEFAULT; DROP FUNCTION code()",
      "DROP INDEX notes_plain; DROP FUNCTION plain(text)",
      {
        title: "another function of the name",
        up: "CREATE FUNCTION plain(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; DROP FUNCTION plain(int)",
      },
      { title: "the foreign key rests on the index", up: "ALTER TABLE lists DROP CONSTRAINT lists_pkey" },
      "CREATE TABLE copy (LIKE notes); DROP TABLE notes",
      {
        title: "a sequence that belongs to the copy",
        up: "CREATE TABLE copy (LIKE notes INCLUDING ALL); ALTER SEQUENCE notes_id_seq OWNED BY copy.id; DROP TABLE notes",
      },
      "CREATE TYPE mood AS ENUM ('up', 'down'); ALTER TABLE orders ADD COLUMN mood mood; ALTER TABLE orders DROP COLUMN mood; DROP TYPE mood",
      {
        title: "in the way back, a sequence after the default that uses it",
        up: "CREATE SEQUENCE numbers; ALTER TABLE orders ADD COLUMN n bigint; ALTER TABLE orders ALTER COLUMN n SET DEFAULT nextval('numbers')",
        down: "ALTER TABLE orders DROP COLUMN n; DROP SEQUENCE numbers",
      },
      {
        title: "in the way back, children before parents",
        up: "CREATE TABLE kinds (id int PRIMARY KEY); CREATE TABLE parts (id int PRIMARY KEY, kind int REFERENCES kinds)",
        down: "DROP TABLE parts; DROP TABLE kinds",
      },
    ],
  },
});

function* reasons(
  operation: OperationOf<"drop-table" | "drop-column" | "drop-constraint" | "drop-index" | "drop-object">,
  moment: Moment,
): Iterable<Reason> {
  const { catalog } = moment;
  switch (operation.kind) {
    case "drop-table": {
      const named = new Set(operation.tables.map((table) => keyOf(table, catalog)));
      for (const table of operation.tables) {
        const key = keyOf(table, catalog);
        if (!catalog.tables.has(key)) continue;
        for (const referrer of referrersOf(key, catalog))
          if (!named.has(referrer.table)) yield { table, words: `${said(referrer.table)} references ${sqlText.name(table)}` };
        yield* usersOfSequences(key, named, moment);
        for (const view of viewsOver(key, catalog)) yield { table, words: `The view ${said(view)} reads ${sqlText.name(table)}` };
      }
      return;
    }
    case "drop-column": {
      const { table } = operation;
      if (moment.column(table, operation.column) === undefined) return;
      if (moment.table(table)?.partitionColumns.includes(operation.column) === true)
        yield {
          table,
          words: `${sqlText.name(table)} is partitioned by ${sqlText.identifier(operation.column)}`,
        };
      const column = `${sqlText.name(table)}.${sqlText.identifier(operation.column)}`;
      for (const view of viewsNaming(table, operation.column, moment))
        yield { table, words: `The view ${said(view)} reads ${column}` };
      const { triggers = [], policies = [] } = moment.table(table) ?? {};
      for (const { name, reads } of policies)
        if (reads.includes(operation.column)) yield { table, words: `The policy ${sqlText.identifier(name)} reads ${column}` };
      for (const { name, reads = [] } of triggers)
        if (reads.includes(operation.column)) yield { table, words: `The trigger ${sqlText.identifier(name)} names ${column}` };
      for (const { constraint, table: other } of referrersOf(moment.key(table), catalog))
        if (other !== moment.key(table) && constraint.references?.columns.includes(operation.column) === true)
          yield { table, words: `${said(other)} references ${column}` };
      return;
    }
    case "drop-constraint":
      return yield* keyReasons(operation, moment);
    case "drop-index":
      for (const name of operation.indexes) {
        const index = moment.index(name);
        const constraint = index?.constraint ?? null;
        const parent = index === undefined ? null : parentIndexOf(index, catalog);
        if (parent !== null)
          yield { table: name, words: `${sqlText.name(name)} is part of the index ${said(parent)} of the partitioned table` };
        if (constraint !== null)
          yield { table: name, words: `${sqlText.name(name)} is the index of the constraint ${sqlText.identifier(constraint)}` };
      }
      return;
    case "drop-object":
      if (operation.object === "view" || operation.object === "materialized view") {
        const named = new Set(operation.names.map((name) => keyOf(name, catalog)));
        for (const name of operation.names)
          for (const view of viewsOver(keyOf(name, catalog), catalog))
            if (!named.has(view)) yield { table: name, words: `The view ${said(view)} reads ${sqlText.name(name)}` };
        return;
      }
      if (operation.object === "role") {
        for (const { name } of operation.names) {
          const [key] =
            [...(catalog.grants ?? [])].find(
              ([on, rights]) =>
                !on.startsWith("role ") && rights.has(name) && !(on === "schema public" && isGivenForRehearsal(moment)),
            ) ?? [];
          if (key !== undefined) yield { table: null, words: `The role ${sqlText.identifier(name)} has rights on ${key}` };
        }
        return;
      }
      if (operation.object === "schema") yield* insideSchemas(operation.names, moment);
      if (operation.object === "sequence") yield* defaultsOf(operation.names, moment);
      if (operation.object === "type" || operation.object === "domain") yield* columnsOfTypes(operation.names, moment);
      if (operation.object !== "function") return;
      for (const name of operation.names)
        for (const [key, { triggers }] of catalog.tables)
          for (const trigger of triggers)
            if (trigger.routine === name.name || trigger.routine.endsWith(`.${name.name}`))
              yield {
                table: null,
                words: `The trigger ${sqlText.identifier(trigger.name)} of ${said(key)} calls ${sqlText.name(name)}()`,
              };
      yield* callersOf(operation.names, moment);
  }
}

/** A rehearsal lets every role use and create in public, unless the SQL itself says what roles may do there. */
function isGivenForRehearsal({ change }: Moment): boolean {
  return !allTexts(change).some((text) => /\bgrant\b[^;]*\bon\s+schema\s[^;]*\bpublic\b/iu.test(text));
}

/** A key that foreign keys of other tables need. */
function* keyReasons({ table, constraint }: OperationOf<"drop-constraint">, moment: Moment): Iterable<Reason> {
  const constraints = moment.table(table)?.constraints ?? [];
  const dropped = constraints.find(({ name }) => name === constraint);
  if (dropped?.type !== "primary-key" && dropped?.type !== "unique") return;
  const same = (columns: readonly string[]) => columns.join() === dropped.columns.join();
  // Another key over the same columns may be the one that they use, a bare unique index too (transformFkeyCheckAttrs, 15).
  const keys = [
    ...moment
      .indexesOf(table)
      .filter(({ unique, partial, constraint: own }) => unique && !partial && own !== dropped.name)
      .map(({ columns, name }) => ({ columns: [...columns].sort().join(), name })),
    ...constraints
      .filter((each) => each !== dropped && (each.type === "unique" || each.type === "primary-key") && same(each.columns))
      .map(({ columns, name }) => ({ columns: [...columns].sort().join(), name })),
  ].filter(({ columns }) => columns === [...dropped.columns].sort().join());
  for (const referrer of referrersOf(moment.key(table), moment.catalog)) {
    // A foreign key rests on the index that it found when it was made (pg_constraint.conindid).
    if (keys.some(({ name }) => !(isSettled(referrer, moment) && isMadeHere(name, moment)))) continue;
    const columns = referrer.constraint.references?.columns ?? [];
    if (same(columns) || (columns.length === 0 && dropped.type === "primary-key"))
      yield {
        table,
        words: `A foreign key of ${said(referrer.table)} needs ${sqlText.identifier(constraint)} of ${sqlText.name(table)}`,
      };
  }
}

/** There before the change, with its columns as they are. */
function isSettled({ constraint, table }: Referrer, { change }: Moment): boolean {
  return (
    change.base.tables.get(table)?.constraints.some(({ name, type }) => name === constraint.name && type === constraint.type) ===
    true
  );
}

/** By CREATE UNIQUE INDEX or ADD CONSTRAINT of the change. */
function isMadeHere(name: string, { earlierOf }: Moment): boolean {
  return earlierOf("create-index", "add-constraint").some(({ operation }) =>
    operation.kind === "create-index"
      ? operation.index === name
      : operation.kind === "add-constraint" && operation.constraint.name === name,
  );
}

/** Columns are of the type until they are dropped, or turned into another. */
function* columnsOfTypes(names: readonly RelationName[], moment: Moment): Iterable<Reason> {
  for (const name of names) {
    const type = moment.type(name);
    if (type === undefined) continue;
    for (const [key, { columns }] of moment.catalog.tables) {
      const column = columns.find((each) => moment.type(each.type) === type);
      if (column !== undefined)
        yield {
          table: nameOfKey(key),
          words: `${said(key)}.${sqlText.identifier(column.name)} is of the type ${sqlText.name(name)}`,
        };
    }
  }
}

/** A schema goes only once it is empty. */
function* insideSchemas(names: readonly RelationName[], { catalog }: Moment): Iterable<Reason> {
  for (const { name } of names) {
    const inside = [...catalog.tables, ...catalog.views, ...catalog.types, ...catalog.routines].find(([key]) =>
      key.startsWith(`${name}.`),
    );
    if (inside !== undefined)
      yield { table: null, words: `The schema ${sqlText.identifier(name)} still holds ${said(inside[0])}` };
  }
}
