import type { Table, UserType } from "../model/catalog.js";
import type { Operation, OperationKind } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { patternOf } from "../postgres/pattern-of.js";
import { type Change, defineRule, type Moment } from "./rule.js";
import { fixOf, OWN_TRANSACTION, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

/** Kinds whose text can hold the value as an enum. Bodies of routines are not read before they are called. */
const USERS = [
  "add-column",
  "add-constraint",
  "alter-column-type",
  "create-domain",
  "create-index",
  "create-materialized-view",
  "create-policy",
  "create-rule",
  "create-table",
  "create-table-as",
  "create-trigger",
  "create-view",
  "delete",
  "insert",
  "merge",
  "select",
  "set-default",
  "update",
] as const satisfies readonly OperationKind[];

/** Nearly no change does, and a long one would be walked through once for each of its statements. */
const addingChanges = new WeakMap<Change, boolean>();

function addsEnumValue(change: Change): boolean {
  const known = addingChanges.get(change);
  if (known !== undefined) return known;
  const adds = change.migrations
    .flatMap(({ up, down }) => (down === null ? [up] : [up, down]))
    .some(({ statements }) =>
      statements.some(({ operations }) => operations.some(({ operation }) => operation.kind === "add-enum-value")),
    );
  addingChanges.set(change, adds);
  return adds;
}

/** The part of the text that the server reads as values: what a trigger hands to its function is text, whatever it spells. */
function writtenFor({ kind }: Operation, text: string): string {
  return kind === "create-trigger" ? text.replace(/\bexecute\s+(?:function|procedure)\b[\s\S]*/iu, "") : text;
}

/**
 * A bare literal becomes a value of the type only by a cast, by a column, or by a parameter of a function. False where that
 * cannot be told.
 */
function isElsewhere(type: RelationName, moment: Moment): boolean {
  const { text, operations } = moment.statement;
  const says = (name: string, before = "") => new RegExp(`(?<![\\w$])"?${patternOf(name)}"?${before}(?![\\w$])`, "iu").test(text);
  const enumType = moment.type(type);
  if (enumType === undefined || says(type.name)) return false;
  if ([...moment.catalog.routines.values()].some(({ name }) => says(name, "\\s*\\("))) return false;
  const relations = operations.flatMap(({ operation }) => [
    ...("table" in operation && operation.table !== null ? [operation.table] : []),
    ...("reads" in operation ? relationsOf(operation.reads) : []),
  ]);
  return relations.length > 0 && relations.every((name) => lacksType(moment.table(name), enumType, moment));
}

/** Triggers and policies read columns there, not relations. */
function relationsOf(reads: readonly (RelationName | string)[] | undefined): readonly RelationName[] {
  return (reads ?? []).filter((each) => typeof each !== "string");
}

/** Known with its columns, of which none is of the type, nor of a domain or a composite type that may be made of it. */
function lacksType(table: Table | undefined, enumType: UserType, { type }: Moment): boolean {
  if (table === undefined || table.moreColumns === true || table.columns.length === 0) return false;
  return table.columns.every((column) => {
    const known = type(column.type);
    return known === undefined || (known.variety === "enum" && known !== enumType);
  });
}

export const enumValueUsedInSameTransaction = defineRule({
  id: "enum-value-used-in-same-transaction",
  hazard: "cannot-run",
  severity: "error",
  title: "A new enum value is used before COMMIT",
  effect:
    "A value can be added in a transaction (PostgreSQL 12 or later), but not used in it: «unsafe use of new value». Before 17 that holds even if the type was made in the same transaction.",
  remedy: "Add the value in a migration of its own, and use it in the next.",
  source: "https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES",
  priorArt: {
    pgfence: ["alter-enum-add-value"],
    "postgres-language-server": ["avoidAlterEnumAddValue"],
    migrationpilot: ["MP012", "MP054"],
  },
  on: USERS,

  *predict(_operation, moment) {
    const { statement, site } = moment;
    // One finding for the statement, whatever its number of operations.
    if (statement.operations.find(({ operation }) => USERS.some((kind) => kind === operation.kind)) !== site) return;
    if (!addsEnumValue(moment.change)) return;
    for (const { operation, statement: adding, sameTransaction } of moment.earlierOf("add-enum-value")) {
      if (operation.kind !== "add-enum-value" || !sameTransaction) continue;
      if (!writtenFor(site.operation, statement.text).includes(sqlText.literal(operation.value))) continue;
      if (isElsewhere(operation.type, moment)) continue;
      const { type, value } = operation;
      const isBorn = moment
        .earlierOf("create-enum")
        .some(
          (other) => other.sameTransaction && other.operation.kind === "create-enum" && other.operation.type.name === type.name,
        );
      if (isBorn && moment.serverMajor >= 17) continue;
      const written = writtenText(moment);
      yield {
        table: null,
        message: `«${value}» of ${sqlText.name(type)} is used here, and line ${adding.place.line} of the same transaction adds it: the server refuses to use it before COMMIT.`,
        ...(written === null ? {} : { fix: fixOf(`${OWN_TRANSACTION}, after the one that adds the value`, `${written};`) }),
        witnesses: [{ kind: "error", sqlstates: ["55P04"] }],
      };
    }
  },

  examples: {
    before:
      "CREATE TYPE state AS ENUM ('new', 'paid'); CREATE TABLE orders (id bigint PRIMARY KEY, state state NOT NULL DEFAULT 'new', note text); INSERT INTO orders (id, note) SELECT n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TYPE state ADD VALUE 'old'; UPDATE orders SET state = 'old' WHERE id = 1",
      "ALTER TYPE state ADD VALUE 'old'; ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'old'",
    ],
    good: [
      "ALTER TYPE state ADD VALUE 'old'",
      { up: "ALTER TYPE state ADD VALUE 'old'; UPDATE orders SET state = 'old' WHERE id = 1", transaction: "statement" },
      {
        title: "the same letters in a text column",
        up: "ALTER TYPE state ADD VALUE 'old'; UPDATE orders SET note = 'older' WHERE id = 1",
      },
      {
        title: "the same word for a column of another type",
        up: "CREATE TABLE parts (id int, age text); ALTER TYPE state ADD VALUE 'old'; UPDATE parts SET age = 'old' WHERE id = 1",
      },
      {
        title: "the same word for the function of a trigger",
        up: "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; ALTER TYPE state ADD VALUE 'old'; CREATE TRIGGER tell AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tell('old')",
      },
    ],
  },
});
