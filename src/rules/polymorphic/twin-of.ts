import type { Catalog, TableConstraint } from "../../model/catalog.js";
import type { AddedKey } from "./keys-of.js";
import { keysOf } from "./keys-of.js";

/** Another key on the same single column, to a table that has nothing to do with this one's: its catalog key. */
export function twinOf(key: AddedKey): string | null {
  const { site, columns, references } = key;
  const [column] = columns;
  if (column === undefined || columns.length !== 1) return null;
  const { moment, table, creating } = site;
  const parent = moment.key(references.table);
  const beside = creating === null ? [] : keysOf(creating, moment);
  const before = beside.slice(
    0,
    beside.findIndex((other) => isSame(other, key)),
  );
  const parents = [
    ...(moment.table(table)?.constraints ?? [])
      .filter((other) => other.references !== null && isOn(other.columns, column))
      .flatMap((other) => other.references?.table ?? []),
    ...before.filter((other) => isOn(other.columns, column)).map((other) => moment.key(other.references.table)),
  ];
  return parents.find((other) => other !== parent && !areRelated(other, parent, moment.catalog)) ?? null;
}

function isSame(one: AddedKey, other: AddedKey): boolean {
  return one.references === other.references;
}

function isOn(columns: readonly string[], column: string): boolean {
  return columns.length === 1 && columns[0] === column;
}

/** A table that extends the other (its key references it), or is a part of it: an id of the one is an id of the other. */
function areRelated(one: string, other: string, catalog: Catalog): boolean {
  return leadsTo(one, other, catalog, 4) || leadsTo(other, one, catalog, 4);
}

function leadsTo(from: string, to: string, catalog: Catalog, steps: number): boolean {
  const table = catalog.tables.get(from);
  if (table === undefined || steps === 0) return false;
  if (table.partitionOf === to || table.inherits.includes(to)) return true;
  return table.constraints.some(
    ({ references, columns }) =>
      references !== null &&
      isKey(columns, table.constraints) &&
      (references.table === to || leadsTo(references.table, to, catalog, steps - 1)),
  );
}

function isKey(columns: readonly string[], constraints: readonly TableConstraint[]): boolean {
  return constraints.some(
    (constraint) =>
      (constraint.type === "primary-key" || constraint.type === "unique") && constraint.columns.join("\0") === columns.join("\0"),
  );
}
