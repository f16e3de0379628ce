import type { Column, Table } from "../model/catalog.js";
import type { Moment } from "./rule.js";

/** A column that an INSERT of only these leaves NULL, although it may not be; a domain may have a default of its own. */
export function requiredColumn(table: Table, given: readonly string[], moment: Moment): Column | undefined {
  return table.columns.find(
    (column) =>
      column.notNull &&
      column.default === null &&
      !column.identity &&
      column.generated === null &&
      moment.type(column.type)?.domain == null &&
      !given.includes(column.name),
  );
}
