import type { Operation, OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import type { Moment } from "../rule.js";
import type { Missing } from "./missing.js";
import { missingRelation } from "./missing-relation.js";

/** Tables that foreign keys of a new table name, and that the same file makes further down. */
export function* referencedBy(operation: OperationOf<"create-table">, moment: Moment): Iterable<Missing> {
  const { columns, constraints, ifNotExists, table } = operation;
  if (ifNotExists && moment.table(table) !== undefined) return;
  for (const { references } of [...constraints, ...columns.flatMap((column) => column.constraints)]) {
    const name = references?.table;
    if (name === undefined || moment.key(name) === moment.key(table) || name.name === table.name) continue;
    const comes = moment
      .laterOf("create-table", "create-table-as", "rename-table")
      .some(({ operation: later, statement }) => statement.migration === moment.migration.id && makes(later, name, moment));
    if (comes) yield* missingRelation(name, moment);
  }
}

function makes(operation: Operation, name: RelationName, { key }: Moment): boolean {
  if (operation.kind === "rename-table") return key({ ...operation.table, name: operation.to }) === key(name);
  return (operation.kind === "create-table" || operation.kind === "create-table-as") && key(operation.table) === key(name);
}
