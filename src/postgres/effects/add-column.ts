import { findColumn } from "../../catalog/find-table.js";
import type { ColumnDefinition, ConstraintDefinition, OperationOf } from "../../model/operation.js";
import { volatilityOfExpression } from "../function-volatility.js";
import { hasVolatileDefault, isConstrainedDomain } from "./domains.js";
import { lockForForeignKey } from "./foreign-keys.js";
import type { Recorder } from "./recorder.js";

/** PostgreSQL manual, ALTER TABLE, Notes: a constant or stable default is kept in the catalog since 11; a volatile one is written to every row. */
export function addColumnEffects(recorder: Recorder, operation: OperationOf<"add-column">): void {
  const table = recorder.key(operation.table);
  const { column } = operation;
  if (operation.ifNotExists && findColumn(recorder.table(table), column.name) !== undefined) {
    recorder.lock(table, "AccessExclusiveLock");
    return;
  }
  const family = operation.only ? [table] : recorder.family(table);
  recorder.lock(family, "AccessExclusiveLock");
  if (rewrites(recorder, column)) recorder.rewrite(family);
  else if (failsOnRows(column)) recorder.scan(family, "looks for a row that lacks the column");
  for (const constraint of column.constraints) constraintEffects(recorder, table, family, column, constraint);
}

function rewrites(recorder: Recorder, column: ColumnDefinition): boolean {
  if (column.serial || column.identity !== null) return true;
  if (column.generated !== null) return column.generated.stored;
  if (isConstrainedDomain(column.type, recorder.catalog)) return true;
  if (column.default === null) return hasVolatileDefault(column.type, recorder.catalog);
  if (column.default.constant) return false;
  // A function that nobody knows is a user's, and a user's function is VOLATILE unless it says otherwise.
  return volatilityOfExpression(column.default, recorder.catalog) !== "steady";
}

/** NOT NULL with nothing to put there: the server looks for a row, and the first one ends the statement (23502). */
function failsOnRows(column: ColumnDefinition): boolean {
  const notNull = column.notNull || column.constraints.some(({ type }) => type === "not-null" || type === "primary-key");
  if (!notNull || column.serial || column.identity !== null) return false;
  if (column.generated !== null) return !column.generated.stored;
  return column.default === null || column.default.isNull;
}

function constraintEffects(
  recorder: Recorder,
  table: string,
  family: readonly string[],
  column: ColumnDefinition,
  constraint: ConstraintDefinition,
): void {
  switch (constraint.type) {
    case "check":
      // Even though every value is NULL or the default: the server does not think about that (measured, 15 and 18).
      if (!constraint.notEnforced) recorder.scan(constraint.noInherit ? [table] : family, "checks every row");
      return;
    case "unique":
    case "primary-key":
    case "exclude":
      recorder.build(family, constraint.name);
      return;
    case "foreign-key":
      lockForForeignKey(recorder, table, constraint);
      if (!constraint.notEnforced) scanForInlineKey(recorder, table, column, constraint);
      return;
    case "not-null":
      return;
  }
}

/** Without DEFAULT nothing is checked. With `DEFAULT NULL` the table is read, though no parent is ever looked for. */
function scanForInlineKey(recorder: Recorder, table: string, column: ColumnDefinition, constraint: ConstraintDefinition): void {
  const fills = column.default !== null || column.generated !== null || column.identity !== null || column.serial;
  if (!fills || constraint.references === null) return;
  recorder.scan(recorder.partitions(table), "checks every row against the referenced table");
  if (column.default?.isNull === true) return;
  recorder.scan(recorder.partitions(recorder.key(constraint.references.table)), "is looked through for every key");
}
