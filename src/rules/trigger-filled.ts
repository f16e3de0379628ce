import type { Table, Trigger } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";
import { assignedOnInsert } from "./assigned-on-insert.js";
import type { Moment, PlacedOperation } from "./rule.js";

/** A column that only this trigger fills: inserts that leave it out fail once the trigger is gone. Null where there is none. */
export function columnFilledBy(trigger: Trigger, table: Table, moment: Moment): string | null {
  const set = assignedOnInsert(trigger, moment);
  const needed = table.columns.find(
    (column) =>
      set.includes(column.name) &&
      column.default === null &&
      !column.identity &&
      column.generated === null &&
      (column.notNull || isCheckedNotNull(column.name, table)),
  );
  return needed?.name ?? null;
}

function isCheckedNotNull(column: string, { constraints }: Table): boolean {
  return constraints.some(({ type, expression }) => type === "check" && expression?.provesNotNull.includes(column) === true);
}

/** The change lets inserts leave the column out: by a default, or by NULL. */
export function isEased(table: RelationName, column: string, moment: Moment): boolean {
  const eases = ({ operation }: PlacedOperation) =>
    (operation.kind === "set-default" || operation.kind === "drop-not-null" || operation.kind === "drop-column") &&
    operation.column === column &&
    moment.key(operation.table) === moment.key(table);
  return moment.later.some(eases);
}
