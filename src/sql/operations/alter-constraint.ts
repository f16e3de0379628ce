import type { Operation } from "../../model/operation.js";
import { child, flag, text } from "../tree.js";
import type { Command } from "./alter-column.js";
import { constraintDefinition } from "./constraint.js";

/** Commands on constraints; null for any other. */
export function alterConstraint({ definition, node, only, source, subtype, table }: Command): Operation | null {
  const name = text(node, "name") ?? "";
  switch (subtype) {
    case "AT_AddConstraint": {
      const constraint = constraintDefinition(child(definition, "Constraint"), source);
      return constraint === null ? null : { kind: "add-constraint", table, constraint, only };
    }
    case "AT_ValidateConstraint":
      return { kind: "validate-constraint", table, constraint: name };
    case "AT_DropConstraint":
      return {
        kind: "drop-constraint",
        table,
        constraint: name,
        ifExists: flag(node, "missing_ok"),
        cascade: text(node, "behavior") === "DROP_CASCADE",
      };
    case "AT_AlterConstraint": {
      const altered = child(definition, "ATAlterConstraint");
      return {
        kind: "alter-constraint",
        table,
        constraint: text(altered, "conname") ?? name,
        ...(flag(altered, "alterEnforceability") ? { enforced: flag(altered, "is_enforced") } : {}),
        ...(flag(altered, "alterInheritability") ? { inherits: !flag(altered, "noinherit") } : {}),
      };
    }
    default:
      return null;
  }
}
