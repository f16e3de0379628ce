import type { Table } from "../../model/catalog.js";
import type { Operation } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import { leavesUnnamed } from "./leaves-unnamed.js";
import type { Missing } from "./missing.js";

export function* constraintIn(operation: Operation, table: RelationName, moment: Moment): Iterable<Missing> {
  if (operation.kind !== "drop-constraint" && operation.kind !== "validate-constraint" && operation.kind !== "rename-constraint")
    return;
  const { constraint } = operation;
  const known = moment.table(table);
  // Names that the server makes up are only known where it was asked.
  const made = constraint === `${table.name}_pkey` || /_(?:not_null|fkey|key|check|excl)\d*$/u.test(constraint);
  if (
    known === undefined ||
    (made && !isMistakenConstraint(constraint, known, moment)) ||
    known.constraints.some(({ name }) => name === constraint)
  )
    return;
  yield { table, words: `The constraint ${sqlText.identifier(constraint)} of ${sqlText.name(table)}` };
}

function isMistakenConstraint(name: string, { constraints }: Table, moment: Moment): boolean {
  const operation = moment.site.operation;
  const table = "table" in operation && operation.table !== null ? moment.key(operation.table) : null;
  const meant = constraints.some((each) => each.name.toLowerCase() === name.toLowerCase());
  const unnamed = (other: Operation) =>
    other.kind === "add-constraint" && other.constraint.name === null && moment.key(other.table) === table;
  return meant || leavesUnnamed(moment, unnamed);
}
