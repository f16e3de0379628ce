import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { newColumns } from "./new-columns.js";
import { constraintsOf } from "./new-constraints.js";

export interface NewName {
  readonly what: "table" | "column" | "index" | "constraint" | "type" | "view";
  readonly name: string;
  readonly table: RelationName | null;
}

/** Names that an operation brings into the schema; those of temporary tables are gone with the session. */
export function namesIn(
  operation: OperationOf<
    | "create-table"
    | "create-table-as"
    | "add-column"
    | "create-index"
    | "add-constraint"
    | "rename-table"
    | "rename-column"
    | "create-enum"
    | "create-view"
  >,
): readonly NewName[] {
  switch (operation.kind) {
    case "create-table":
    case "add-column":
      return operation.kind === "create-table" && operation.temporary ? [] : defined(operation);
    case "create-table-as":
      return operation.temporary ? [] : [{ what: "table", name: operation.table.name, table: operation.table }];
    case "create-index":
      return operation.index === null ? [] : [{ what: "index", name: operation.index, table: operation.table }];
    case "add-constraint":
      return constraintNames(operation);
    case "rename-table":
      return [{ what: "table", name: operation.to, table: operation.table }];
    case "rename-column":
      return [{ what: "column", name: operation.to, table: operation.table }];
    case "create-enum":
      return [{ what: "type", name: operation.type.name, table: null }];
    case "create-view":
      return operation.replace ? [] : [{ what: "view", name: operation.view.name, table: null }];
  }
}

function defined(operation: OperationOf<"create-table" | "add-column">): readonly NewName[] {
  const { table } = operation;
  const own: NewName[] = operation.kind === "create-table" ? [{ what: "table", name: table.name, table }] : [];
  const columns = newColumns(operation).map(({ column }): NewName => ({ what: "column", name: column.name, table }));
  return [...own, ...columns, ...constraintNames(operation)];
}

function constraintNames(operation: OperationOf<"create-table" | "add-column" | "add-constraint">): readonly NewName[] {
  return constraintsOf(operation).flatMap(({ name }): NewName[] =>
    name === null ? [] : [{ what: "constraint", name, table: operation.table }],
  );
}
