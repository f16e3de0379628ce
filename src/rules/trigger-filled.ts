import { routineKeyOf } from "../catalog/key-of.js";
import type { Table, Trigger } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";
import { bodyCode } from "./body-relations.js";
import type { Moment, PlacedOperation } from "./rule.js";

/** A column that only this trigger fills: inserts that leave it out fail once the trigger is gone. Null where there is none. */
export function columnFilledBy({ timing, level, events, routine }: Trigger, table: Table, { catalog }: Moment): string | null {
  if (timing !== "before" || level !== "row" || !events.includes("insert")) return null;
  const dot = routine.indexOf(".");
  const name = dot < 0 ? { schema: null, name: routine } : { schema: routine.slice(0, dot), name: routine.slice(dot + 1) };
  const key = routineKeyOf(name, catalog);
  const body = key === undefined ? undefined : catalog.routines.get(key)?.body;
  if (body == null) return null;
  // Elsewhere `=` compares.
  const assigned = /(?:^|;|\b(?:begin|then|else|loop))\s*new\s*\.\s*(?:"([^"]+)"|([a-z_][\w$]*))\s*:?=/giu;
  const set = [...bodyCode(body).matchAll(assigned)].map(([, quoted, plain = ""]) => quoted ?? plain.toLowerCase());
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
