import type { Operation } from "../../model/operation.js";
import type { Moment } from "../rule.js";

export function leavesUnnamed({ statement, change }: Moment, isUnnamed: (operation: Operation) => boolean): boolean {
  if (statement.direction !== "down") return false;
  return change.migrations
    .filter(({ id }) => id === statement.migration)
    .some(({ up }) => up.statements.some(({ operations }) => operations.some(({ operation }) => isUnnamed(operation))));
}
