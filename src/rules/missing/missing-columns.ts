import type { Operation } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { patternOf } from "../../postgres/pattern-of.js";
import { lacksColumn } from "../known-names.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import type { Missing } from "./missing.js";

/** Columns that the operation names, itself or in a condition. */
export function* missingColumns(operation: Operation, table: RelationName, moment: Moment): Iterable<Missing> {
  for (const column of columnsIn(operation))
    if (lacksColumn(moment.table(table), column))
      yield { table, words: `The column ${sqlText.name(table)}.${sqlText.identifier(column)}` };
  yield* namedInExpression(operation, table, moment);
  yield* namedInCondition(operation, table, moment);
}

/** Columns that have to be there. */
function columnsIn(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "drop-column":
    case "rename-column":
    case "alter-column-type":
    case "set-not-null":
    case "drop-not-null":
    case "set-default":
    case "drop-default":
    case "set-generated":
      return [operation.column];
    case "insert":
    case "update":
      return operation.columns;
    case "create-index":
      return [...operation.columns.filter((column) => column !== null), ...operation.include];
    case "add-constraint":
      return operation.constraint.type === "check" || operation.constraint.usingIndex !== null
        ? []
        : operation.constraint.columns;
    default:
      return [];
  }
}

/** CHECK, and the condition of an index, read nothing but the row; the table's own name is the whole row. */
function* namedInExpression(operation: Operation, table: RelationName, moment: Moment): Iterable<Missing> {
  const expression =
    operation.kind === "add-constraint" && operation.constraint.type === "check"
      ? operation.constraint.expression
      : operation.kind === "create-index"
        ? operation.where
        : null;
  for (const column of expression?.columns ?? [])
    if (column !== table.name && column !== "*" && lacksColumn(moment.table(table), column))
      yield { table, words: `The column ${sqlText.name(table)}.${sqlText.identifier(column)}` };
}

/** WHERE of an UPDATE or DELETE that reads no other relation, and what a policy says outside of subqueries. */
function* namedInCondition(operation: Operation, table: RelationName, moment: Moment): Iterable<Missing> {
  const named =
    operation.kind === "update" || operation.kind === "delete"
      ? operation.reads.length > 0
        ? []
        : (operation.where?.columns ?? [])
      : operation.kind === "create-policy"
        ? (operation.reads ?? [])
        : [];
  if (named.length === 0 || moment.catalog.views.has(moment.key(table))) return;
  const { text } = moment.statement;
  for (const column of named) {
    if (column === "*" || column === table.name || !lacksColumn(moment.table(table), column)) continue;
    // A whole row under an alias, and what a subquery or WITH gives.
    const alias = new RegExp(`\\b(?:update|from)\\s+(?:only\\s+)?[\\w$".]+\\s+(?:as\\s+)?"?${patternOf(column)}(?![\\w$])`, "iu");
    const queries = /\b(?:select|values|with)\b/iu.test(text.replace(/'(?:[^']|'')*'/gu, ""));
    if (operation.kind !== "create-policy" && (queries || alias.test(text))) continue;
    yield { table, words: `The column ${sqlText.name(table)}.${sqlText.identifier(column)}` };
  }
}
