import type { ConstraintDefinition, Operation } from "../../model/operation.js";
import type { Moment } from "../rule.js";
import type { Site } from "./kinds.js";

/** A foreign key that an operation adds. */
export interface AddedKey {
  readonly site: Site;
  readonly columns: readonly string[];
  readonly references: NonNullable<ConstraintDefinition["references"]>;
  /** Its name, where it has one and stands apart from the table's creation. */
  readonly name: string | null;
}

/** Foreign keys in every form: ADD CONSTRAINT, ADD COLUMN … REFERENCES, inline and at the end of CREATE TABLE. */
export function keysOf(operation: Operation, moment: Moment): readonly AddedKey[] {
  switch (operation.kind) {
    case "add-constraint":
      return added([operation.constraint], { table: operation.table, moment, creating: null }, null);
    case "add-column":
      return added(operation.column.constraints, { table: operation.table, moment, creating: null }, operation.column.name);
    case "create-table": {
      const site: Site = { table: operation.table, moment, creating: operation };
      return [
        ...operation.columns.flatMap((column) => added(column.constraints, site, column.name)),
        ...added(operation.constraints, site, null),
      ];
    }
    default:
      return [];
  }
}

function added(constraints: readonly ConstraintDefinition[], site: Site, inline: string | null): AddedKey[] {
  return constraints.flatMap(({ references, columns, name }) =>
    references === null ? [] : [{ site, columns: inline === null ? columns : [inline], references, name }],
  );
}
