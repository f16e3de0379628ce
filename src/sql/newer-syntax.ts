import { child, flag, has, list, type Tree, text, walk } from "./tree.js";

/**
 * Does a statement use what only the grammar of PostgreSQL 18 knows? Virtual generated columns, NOT NULL as a table
 * constraint, NOT ENFORCED, temporal keys, RETURNING WITH (release notes 18, E.5.3).
 */
export function needs18(statement: Tree): boolean {
  let found = false;
  walk([statement], (tag, body) => {
    found ||= isNewIn18(tag, body);
    return !found;
  });
  return found;
}

function isNewIn18(tag: string, body: Tree): boolean {
  switch (tag) {
    case "Constraint":
      return isNewConstraint(body);
    case "ATAlterConstraint":
      return flag(body, "alterEnforceability") || flag(body, "alterInheritability");
    case "returningClause":
      return list(body, "options").length > 0;
    case "VacuumRelation":
      return has(body, "relation") && !flag(child(body, "relation"), "inh");
    default:
      return false;
  }
}

function isNewConstraint(body: Tree): boolean {
  switch (text(body, "contype")) {
    case "CONSTR_GENERATED":
      return text(body, "generated_kind") === "v";
    case "CONSTR_NOTNULL":
      return has(body, "keys");
    case "CONSTR_ATTR_ENFORCED":
    case "CONSTR_ATTR_NOT_ENFORCED":
      return true;
    case "CONSTR_CHECK":
    case "CONSTR_FOREIGN":
      return !flag(body, "is_enforced") || flag(body, "fk_with_period");
    default:
      return flag(body, "without_overlaps");
  }
}
