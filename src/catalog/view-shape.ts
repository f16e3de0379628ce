import type { Catalog, View } from "../model/catalog.js";
import type { TypeReference, ViewColumn, ViewShape } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { keyOf } from "./key-of.js";

interface Known {
  readonly name: string | null;
  readonly type: TypeReference | null;
}

/** What a view reads, by column where every name of its query could be told, and the columns that it puts out. */
export function resolveShape(
  shape: ViewShape | undefined,
  reads: readonly RelationName[],
  catalog: Catalog,
): Pick<View, "reads" | "columns"> {
  const tables = reads.map((name) => keyOf(name, catalog));
  if (shape === undefined) return { reads: tables };
  const columns = shape.columns.flatMap((column) => outputOf(column, catalog));
  const told = shape.columns.length === 0 ? {} : { columns };
  const named = shape.named.flatMap((each) => namedColumns(each, catalog));
  if (!shape.complete || !tables.every((key) => columnsOf(key, catalog) !== null)) return { reads: tables, ...told };
  return { reads: [...new Set([...tables, ...named])], ...told };
}

function namedColumns({ among, column }: ViewShape["named"][number], catalog: Catalog): readonly string[] {
  for (const relation of among) {
    const key = keyOf(relation, catalog);
    const columns = columnsOf(key, catalog) ?? [];
    if (column === "*") return columns.flatMap(({ name }) => (name === null ? [] : [`${key}.${name}`]));
    if (columns.some(({ name }) => name === column)) return [`${key}.${column}`];
  }
  return [];
}

function outputOf({ name, of, type }: ViewColumn, catalog: Catalog): readonly Known[] {
  if (name === "*") {
    const all = (of?.among ?? []).map((relation) => columnsOf(keyOf(relation, catalog), catalog));
    // From the first relation that nobody knows on, nothing can be said of the order.
    return of === null || all.includes(null) ? [{ name: null, type: null }] : all.flatMap((columns) => columns ?? []);
  }
  for (const relation of of?.among ?? []) {
    const column = columnsOf(keyOf(relation, catalog), catalog)?.find((each) => each.name === of?.column);
    if (column !== undefined) return [{ name, type: column.type }];
  }
  return [{ name, type }];
}

/** Null where they are not known in full. */
function columnsOf(key: string, { tables, views }: Catalog): readonly Known[] | null {
  const table = tables.get(key);
  if (table !== undefined) return table.moreColumns === true || table.columns.length === 0 ? null : table.columns;
  const columns = views.get(key)?.columns;
  return columns === undefined || columns.some(({ name }) => name === null) ? null : columns;
}
