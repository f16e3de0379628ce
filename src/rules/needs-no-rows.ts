import type { ColumnDefinition } from "../model/operation.js";
import { nameOfKey } from "./effects-words.js";
import type { Moment } from "./rule.js";

/** A row of before would have no value for it: the server refuses the column where there is one (PostgreSQL manual, ALTER TABLE). */
export function needsNoRows(column: ColumnDefinition, moment: Moment): boolean {
  const required = column.notNull || column.constraints.some(({ type }) => type === "primary-key");
  if (!required || column.default !== null || column.serial || column.identity !== null || column.generated !== null)
    return false;
  return moment.type({ schema: column.type.schema, name: column.type.name })?.domain?.default == null;
}

/** Whether this change reaches this moment only where the table is empty, since it added such a column before. */
export function isEmptyByNow(relation: string, moment: Moment): boolean {
  if (moment.statement.direction === "down") return false;
  return moment
    .earlierOn(nameOfKey(relation))
    .some(({ operation }) => operation.kind === "add-column" && !operation.ifNotExists && needsNoRows(operation.column, moment));
}
