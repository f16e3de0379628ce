import type { ConstraintDefinition, OperationOf } from "../model/operation.js";

/** Constraints that an operation adds, inline or not. */
export function constraintsOf(
  operation: OperationOf<"create-table" | "add-column" | "add-constraint">,
): readonly ConstraintDefinition[] {
  if (operation.kind === "add-constraint") return [operation.constraint];
  if (operation.kind === "add-column") return operation.column.constraints;
  return operation.temporary ? [] : [...operation.constraints, ...operation.columns.flatMap(({ constraints }) => constraints)];
}
