import { fillOrder } from "../awkward/fill-order.js";
import type { Schema } from "../awkward/schema.js";
import type { TableRow } from "../awkward/table-rows.js";
import type { RepresentativeRequest } from "./fill-representative.js";
import { type Unit, unitsOf } from "./units.js";

export interface WantedTable {
  readonly root: TableRow;
  readonly units: readonly Unit[];
  /** Rows that it shall hold at least. */
  readonly rows: number;
  /** Only referred to: one that has rows already is left as it is. */
  readonly asked: boolean;
}

/** One row that is referred to for so many that refer to it, where nobody said. */
const CHILDREN = 10;

/** What to fill, what is referred to first. */
export function wantedTables(schema: Schema, request: RepresentativeRequest): WantedTable[] {
  const all = [...schema.tables.values()];
  const roots = new Map(all.map((table) => [table.oid, schema.rootOf(table)]));
  const nodes = [...new Set(roots.values())].map((root) => nodeOf(root, schema, roots));
  const order = fillOrder(nodes)
    .flat()
    .flatMap((oid) => schema.tables.get(oid) ?? []);
  const wanted = new Map<number, number>();
  for (const root of order.toReversed()) {
    const asked = request.rows.get(root.key);
    const rows = asked ?? wanted.get(root.oid) ?? 0;
    wanted.set(root.oid, rows);
    for (const key of rows === 0 ? [] : root.foreignKeys) {
      const target = roots.get(key.target);
      if (target === undefined || target === root) continue;
      const given = request.statistics?.tables[target.key]?.rows ?? null;
      const usual = isOneToOne(root, key.columns) ? rows : Math.ceil(rows / CHILDREN);
      const needed = Math.max(1, Math.min(given ?? usual, rows));
      wanted.set(target.oid, Math.max(needed, wanted.get(target.oid) ?? 0));
    }
  }
  return order.flatMap((root) => {
    const rows = wanted.get(root.oid) ?? 0;
    return rows > 0 ? [{ root, units: unitsOf(root, schema), rows, asked: request.rows.has(root.key) }] : [];
  });
}

function nodeOf(root: TableRow, schema: Schema, roots: ReadonlyMap<number, TableRow>) {
  const needs = schema.nodeOf(root).needs.map(({ on, mandatory }) => ({ on: roots.get(on)?.oid ?? on, mandatory }));
  return { key: root.oid, needs };
}

function isOneToOne({ uniques }: TableRow, columns: readonly number[]): boolean {
  return uniques.some((unique) => unique.columns.length > 0 && unique.columns.every((column) => columns.includes(column)));
}
