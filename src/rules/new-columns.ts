import type { ColumnDefinition, OperationOf, TypeReference } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";

/** Operations that bring columns. */
export const BRINGS_COLUMNS = ["create-table", "add-column"] as const;

/** Operations that give a column a type. */
export const GIVES_TYPES = ["create-table", "add-column", "alter-column-type"] as const;

export interface TypedColumn {
  readonly table: RelationName;
  readonly name: string;
  readonly type: TypeReference;
}

/** Columns as the operation defines them; those of temporary tables concern nobody. */
export function newColumns(
  operation: OperationOf<(typeof BRINGS_COLUMNS)[number]>,
): readonly { readonly table: RelationName; readonly column: ColumnDefinition }[] {
  const { table } = operation;
  if (operation.kind === "add-column") return [{ table, column: operation.column }];
  return operation.temporary ? [] : operation.columns.map((column) => ({ table, column }));
}

export function typedColumns(operation: OperationOf<(typeof GIVES_TYPES)[number]>): readonly TypedColumn[] {
  if (operation.kind === "alter-column-type") return [{ table: operation.table, name: operation.column, type: operation.type }];
  return newColumns(operation).map(({ table, column: { name, type } }) => ({ table, name, type }));
}
