import type { OperationOf } from "../model/operation.js";
import type { Moment } from "./rule.js";

/** A few values of a column that a unique index keeps apart find a few rows; of any other column they may find every row. */
export function aimsAtMany({ table, bounded, where }: OperationOf<"update" | "delete">, moment: Moment): boolean {
  if (bounded !== "key") return bounded === "filter";
  const columns = where?.columns ?? [];
  const known = moment.table(table);
  if (known === undefined) return !columns.some((column) => KEY_LIKE.test(column));
  const unique = [
    ...moment
      .indexesOf(table)
      .filter(({ unique, columns: keyed }) => unique && keyed.every((each) => each !== null))
      .map((index) => index.columns),
    ...known.constraints
      .filter(({ type }) => type === "primary-key" || type === "unique")
      .map((constraint) => constraint.columns),
  ];
  if (columns.includes("ctid") || columns.length === 0) return false;
  return !unique.some((keyed) => keyed.every((column) => column !== null && columns.includes(column)));
}

/** Names of columns that are unique more often than not, for tables that nobody has seen. */
const KEY_LIKE = /^(?:id|uuid|guid|key|code|slug|name|email|version|ctid)$|_(?:id|uuid|guid|key|code|slug)$/iu;
