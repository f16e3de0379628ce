import type { Catalog, Table } from "../model/catalog.js";

/** More rows than these are no list of kinds. */
export const MOST_LOOK_UP_ROWS = 100;

/**
 * A list of kinds, such as states or countries: the SQL itself filled it with a few rows, and gave each its key, which no
 * sequence and no function hands out. A table that the application fills has one of those, a time of its INSERT, or a
 * foreign key to a table that the application fills.
 */
export function isLookUp(key: string, catalog: Catalog, asked: ReadonlySet<string> = new Set()): boolean {
  const table = catalog.tables.get(key);
  if (table === undefined || table.kind !== "table" || (table.rows ?? 0) > MOST_LOOK_UP_ROWS || asked.has(key)) return false;
  const { samples = [], otherRows = false, columns, constraints } = table;
  if (otherRows) return false;
  if (samples.length < 2 || samples.length > MOST_LOOK_UP_ROWS || samples.some(({ many }) => many)) return false;
  const keyed = constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  if (keyed.length === 0 || columns.some((column) => isHandedOut(column))) return false;
  if (!samples.every(({ values }) => keyed.every((column) => values[column]?.kind === "constant"))) return false;
  return constraints.every(
    // A tree of kinds refers to itself.
    ({ references }) =>
      references === null || references.table === key || isLookUp(references.table, catalog, new Set([...asked, key])),
  );
}

/** By a sequence, or by a function: nextval, gen_random_uuid, now. */
function isHandedOut({ default: given, identity }: Table["columns"][number]): boolean {
  return identity || (given !== null && /\(.*\)|^(?:current_|local)/iu.test(given));
}
