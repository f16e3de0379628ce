import { operationsOf } from "../catalog/operations-of.js";
import type { Migration } from "../model/migration.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { ReadMigration } from "../model/statement.js";
import { isNowhere, lacksColumn } from "./known-names.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** Something that an operation needs, that is not there yet, and the later file of the same change that makes it. */
export interface MadeLater {
  readonly table: RelationName;
  readonly words: string;
  readonly by: ReadMigration;
  /** The later file needs something that this one makes: no order of the two works. */
  readonly cycle: boolean;
}

/** Files only: what a later statement of the same file makes is a slip within that file. */
export function madeLater(operation: Operation, moment: Moment): MadeLater | null {
  for (const { table, column } of needsOf(operation, moment)) {
    const by = makerOf(table, column, moment);
    if (by === undefined) continue;
    const words = column === null ? sqlText.name(table) : `${sqlText.name(table)}.${sqlText.identifier(column)}`;
    return { table, words, by, cycle: needsSomethingOf(by, moment.migration, moment) };
  }
  return null;
}

interface Need {
  readonly table: RelationName;
  readonly column: string | null;
}

/** Relations and columns that have to be there, and are not. */
function needsOf(operation: Operation, moment: Moment): readonly Need[] {
  const relations = relationsNeeded(operation).filter((table) => isNowhere(table, moment));
  const missing: Need[] = relations.map((table) => ({ table, column: null }));
  if (!("table" in operation) || operation.table === null) return missing;
  const { table } = operation;
  const columns = columnsNeeded(operation).filter((column) => lacksColumn(moment.table(table), column));
  return [...missing, ...columns.map((column) => ({ table, column }))];
}

function relationsNeeded(operation: Operation): readonly RelationName[] {
  switch (operation.kind) {
    case "create-table": {
      const all = [...operation.constraints, ...operation.columns.flatMap(({ constraints }) => constraints)];
      const parents = operation.partitionOf === null ? operation.inherits : [operation.partitionOf];
      const itself = (name: RelationName) => name.name === operation.table.name;
      return [
        ...parents,
        ...operation.like,
        ...all.flatMap(({ references }) => (references === null ? [] : [references.table])),
      ].filter((name) => !itself(name));
    }
    case "add-column":
      return [
        operation.table,
        ...operation.column.constraints.flatMap(({ references }) => (references === null ? [] : [references.table])),
      ];
    case "add-constraint":
      return [operation.table, ...(operation.constraint.references === null ? [] : [operation.constraint.references.table])];
    case "create-view":
    case "create-materialized-view":
    case "create-table-as":
      return operation.reads;
    case "insert":
    case "update":
    case "delete":
      return [operation.table, ...operation.reads];
    case "attach-partition":
      return [operation.table, operation.partition];
    case "drop-column":
    case "rename-column":
    case "alter-column-type":
    case "set-not-null":
    case "drop-not-null":
    case "set-default":
    case "drop-default":
    case "create-index":
    case "create-trigger":
    case "create-policy":
    case "row-security":
      return [operation.table];
    default:
      return [];
  }
}

function columnsNeeded(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "drop-column":
    case "rename-column":
    case "alter-column-type":
    case "set-not-null":
    case "drop-not-null":
    case "set-default":
    case "drop-default":
      return [operation.column];
    case "insert":
    case "update":
      return operation.columns;
    case "create-index":
      return operation.columns.filter((column) => column !== null);
    default:
      return [];
  }
}

/** The first file after this one that makes it. */
function makerOf(table: RelationName, column: string | null, { change, migration, key }: Moment): ReadMigration | undefined {
  const at = change.migrations.findIndex(({ id }) => id === migration.id);
  const makes = (operation: Operation) =>
    column === null
      ? madeRelations(operation).some((made) => key(made) === key(table))
      : makesColumn(operation, column) && key(operation.table) === key(table);
  return change.migrations.slice(at + 1).find(({ up }) => operationsOf(up).some(makes));
}

function makesColumn(
  operation: Operation,
  column: string,
): operation is Extract<Operation, { kind: "add-column" | "rename-column" }> {
  return (
    (operation.kind === "add-column" && operation.column.name === column) ||
    (operation.kind === "rename-column" && operation.to === column)
  );
}

function madeRelations(operation: Operation): readonly RelationName[] {
  switch (operation.kind) {
    case "create-table":
    case "create-table-as":
      return operation.temporary ? [] : [operation.table];
    case "create-view":
    case "create-materialized-view":
      return [operation.view];
    case "rename-table":
      return [{ ...operation.table, name: operation.to }];
    default:
      return [];
  }
}

function needsSomethingOf(later: ReadMigration, own: Migration, { change, key }: Moment): boolean {
  const here = change.migrations.find(({ id }) => id === own.id);
  const made = new Set((here === undefined ? [] : operationsOf(here.up)).flatMap(madeRelations).map(key));
  return operationsOf(later.up).some((operation) => relationsNeeded(operation).some((table) => made.has(key(table))));
}
