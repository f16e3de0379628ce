import type { TableConstraint } from "../model/catalog.js";
import type { Fix } from "../model/finding.js";
import type { ConstraintDefinition } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { nameOfKey } from "./effects-words.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** Statements and comments to paste, one a line. */
export function fixOf(...lines: readonly string[]): Fix {
  return { sql: lines.join("\n"), edits: [], verified: false };
}

/** SQL that needs a decision or an edit before it can run. */
export function sketchOf(...lines: readonly string[]): Fix {
  return { ...fixOf(...lines), role: "sketch" };
}

/** Lines of a fix that begin another script: `lint/fixes/parts-of.ts` reads them, so a line that starts with one is one. */
export const OWN_TRANSACTION = "-- in a migration of its own";
export const NO_TRANSACTION = "-- in a migration of its own that runs outside of a transaction";
export const EACH_BATCH = "-- each batch in a transaction of its own";
export const LATER_RELEASE = "-- in a later release";

/** Statements that nobody may see apart, in a block of their own where no transaction is open. */
export function together({ inTransaction }: Moment, ...statements: readonly string[]): readonly string[] {
  return inTransaction ? statements : ["BEGIN;", ...statements, "COMMIT;"];
}

/** The statement as written, where it stands by itself and not in a DO block. */
export function writtenText({ site, statement }: Moment): string | null {
  return site.inside === "statement" ? statement.text : null;
}

/** Fills a column in batches, by the primary key where it is one column. A value that rows may lack is compared, or the batches would never end. */
export function backfill(
  table: RelationName,
  column: string,
  value: string,
  moment: Moment,
  ends: "not-null" | "same" = "not-null",
): readonly string[] {
  return [`${EACH_BATCH}; again, until it changes no row`, batchUpdate(table, column, value, moment, ends)];
}

export function batchUpdate(
  table: RelationName,
  column: string,
  value: string,
  moment: Moment,
  ends: "not-null" | "same" = "not-null",
): string {
  const [text, name] = [sqlText.name(table), sqlText.identifier(column)];
  const [key, ...others] = moment.table(table)?.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  const simple = key !== undefined && others.length === 0;
  const id = simple ? sqlText.identifier(key) : "ctid";
  const open = ends === "not-null" ? `${name} IS NULL` : `${name} IS DISTINCT FROM (${value})`;
  const batch = `SELECT ${id} FROM ${text} WHERE ${open}${simple ? ` ORDER BY ${id}` : ""} LIMIT 10000`;
  const where = simple ? `${id} IN (${batch})` : `ctid = ANY (ARRAY(${batch})) AND ${open}`;
  return `UPDATE ${text} SET ${name} = ${value} WHERE ${where};`;
}

/** Sets a column from the others of its row, for code that knows nothing of it. `value` names columns as a query of the table would. */
export function fillingTrigger(
  table: RelationName,
  column: string,
  value: string,
): { readonly on: readonly string[]; readonly off: readonly string[] } {
  const name = sqlText.identifier(`${table.name}_fill_${column}`);
  const routine = sqlText.name({ schema: table.schema, name: `${table.name}_fill_${column}` });
  const row = `(SELECT (NEW).*) AS ${sqlText.identifier(table.name)}`;
  return {
    on: [
      `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql AS $$`,
      `BEGIN SELECT ${value} INTO NEW.${sqlText.identifier(column)} FROM ${row}; RETURN NEW; END $$;`,
      `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${sqlText.name(table)} FOR EACH ROW EXECUTE FUNCTION ${routine}();`,
    ],
    off: [`DROP TRIGGER ${name} ON ${sqlText.name(table)};`, `DROP FUNCTION ${routine}();`],
  };
}

/** NOT NULL without a scan under the strong lock (PostgreSQL 12 and later). */
export function notNullSteps(table: RelationName, columns: readonly string[]): readonly string[] {
  const text = sqlText.name(table);
  const names = columns.map((column) => ({
    column: sqlText.identifier(column),
    check: sqlText.identifier(`${table.name}_${column}_not_null`),
  }));
  return [
    ...names.map(({ column, check }) => `ALTER TABLE ${text} ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID;`),
    OWN_TRANSACTION,
    ...names.map(({ check }) => `ALTER TABLE ${text} VALIDATE CONSTRAINT ${check};`),
    "-- no scan any more",
    ...names.flatMap(({ column, check }) => [
      `ALTER TABLE ${text} ALTER COLUMN ${column} SET NOT NULL;`,
      `ALTER TABLE ${text} DROP CONSTRAINT ${check};`,
    ]),
  ];
}

/** UNIQUE or PRIMARY KEY by way of an index that is built concurrently. */
export function uniqueSteps(
  table: RelationName,
  { name, columns, type, nullsNotDistinct, deferrable }: ConstraintDefinition,
  moment: Moment,
): readonly string[] {
  const own = name ?? (type === "primary-key" ? `${table.name}_pkey` : `${table.name}_${columns.join("_")}_key`);
  const words = type === "primary-key" ? "PRIMARY KEY" : "UNIQUE";
  const nulls = nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
  const list = columns.map((column) => sqlText.identifier(column)).join(", ");
  const steps = (target: RelationName, constraint: string) => [
    NO_TRANSACTION,
    `CREATE UNIQUE INDEX CONCURRENTLY ${sqlText.identifier(constraint)} ON ${sqlText.name(target)} (${list})${nulls};`,
    OWN_TRANSACTION,
    `ALTER TABLE ${sqlText.name(target)} ADD CONSTRAINT ${sqlText.identifier(constraint)} ${words} USING INDEX ${sqlText.identifier(constraint)}${deferrable ? " DEFERRABLE" : ""};`,
  ];
  if (moment.table(table)?.kind !== "partitioned") return steps(table, own);
  const parts = partitionsOf(table, moment).map((part) => ({
    part,
    constraint: `${part.name}_${columns.join("_")}_${type === "primary-key" ? "pkey" : "key"}`,
  }));
  const parent = { schema: table.schema, name: own };
  return [
    `ALTER TABLE ONLY ${sqlText.name(table)} ADD CONSTRAINT ${sqlText.identifier(own)} ${words}${nulls} (${list});`,
    ...parts.flatMap(({ part, constraint }) => [
      ...steps(part, constraint),
      `ALTER INDEX ${sqlText.name(parent)} ATTACH PARTITION ${sqlText.name({ schema: part.schema, name: constraint })};`,
    ]),
  ];
}

/** A foreign key as NOT VALID, then validated. Before 18 a partitioned table refuses NOT VALID: its partitions go first. */
export function foreignKeySteps(
  table: RelationName,
  constraint: ConstraintDefinition | TableConstraint,
  target: { readonly table: RelationName; readonly columns: readonly string[] },
  moment: Moment,
): readonly string[] {
  const name = sqlText.identifier(constraint.name ?? `${table.name}_${constraint.columns.join("_")}_fkey`);
  const columns = constraint.columns.map((column) => sqlText.identifier(column)).join(", ");
  const targets =
    target.columns.length === 0 ? "" : ` (${target.columns.map((column) => sqlText.identifier(column)).join(", ")})`;
  const actions = [
    constraint.references?.onDelete === undefined || constraint.references.onDelete === "no action"
      ? ""
      : ` ON DELETE ${constraint.references.onDelete.toUpperCase()}`,
    constraint.references?.onUpdate === undefined || constraint.references.onUpdate === "no action"
      ? ""
      : ` ON UPDATE ${constraint.references.onUpdate.toUpperCase()}`,
    constraint.deferrable ? " DEFERRABLE" : "",
  ].join("");
  const key = `FOREIGN KEY (${columns}) REFERENCES ${sqlText.name(target.table)}${targets}${actions}`;
  const steps = (owner: RelationName) => [
    `ALTER TABLE ${sqlText.name(owner)} ADD CONSTRAINT ${name} ${key} NOT VALID;`,
    OWN_TRANSACTION,
    `ALTER TABLE ${sqlText.name(owner)} VALIDATE CONSTRAINT ${name};`,
  ];
  if (moment.table(table)?.kind !== "partitioned" || moment.serverMajor >= 18) return steps(table);
  return [
    ...partitionsOf(table, moment).flatMap(steps),
    "-- takes over the keys of the partitions, without a scan",
    `ALTER TABLE ${sqlText.name(table)} ADD CONSTRAINT ${name} ${key};`,
  ];
}

/** Direct partitions. */
export function partitionsOf(table: RelationName, moment: Moment): readonly RelationName[] {
  const parent = moment.key(table);
  return [...moment.catalog.tables].flatMap(([key, { partitionOf }]) => (partitionOf === parent ? [nameOfKey(key)] : []));
}
