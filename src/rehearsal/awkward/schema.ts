import type { Reference } from "./choose-parents.js";
import type { Narrowed } from "./fields.js";
import type { Node } from "./fill-order.js";
import type { TypeRow } from "./shape.js";
import type { CatalogRows, TableRow } from "./table-rows.js";

type Keys = Reference["parents"];

/** The tables to fill, how they hang together, and the keys that are known to be there. */
export class Schema {
  readonly tables: ReadonlyMap<number, TableRow>;
  readonly types: ReadonlyMap<number, TypeRow>;
  readonly narrowed: ReadonlyMap<number, Narrowed>;
  readonly #keys = new Map<string, Keys>();

  constructor(
    { tables, types }: CatalogRows,
    readonly versionNumber: number,
  ) {
    this.tables = new Map(tables.map((table) => [table.oid, table]));
    this.types = new Map(types.map((type) => [type.oid, type]));
    this.narrowed = narrowedBy(tables, this.tables, this.types);
  }

  /** Tables that hold rows themselves: a partitioned one stands for its partitions. */
  leavesOf(table: TableRow): TableRow[] {
    if (table.kind !== "p") return [table];
    return this.#children(table).flatMap((child) => this.leavesOf(child));
  }

  /** The highest table above it that is asked for. */
  rootOf(table: TableRow): TableRow {
    const above = table.isPartition
      ? [...this.tables.values()].find(({ kind, children }) => kind === "p" && children.includes(table.oid))
      : undefined;
    return above === undefined ? table : this.rootOf(above);
  }

  /** Tables that inherit from it, at any depth, and those that it refers to. */
  nodeOf(table: TableRow): Node {
    const nullable = new Set(table.columns.filter(({ notNull }) => !notNull).map(({ number }) => number));
    return {
      key: table.oid,
      needs: table.foreignKeys.flatMap((key) => {
        const target = this.tables.get(key.target);
        const isOptional = key.full
          ? key.columns.every((column) => nullable.has(column))
          : key.columns.some((column) => nullable.has(column));
        return target === undefined ? [] : this.leavesOf(target).map(({ oid }) => ({ on: oid, mandatory: !isOptional }));
      }),
    };
  }

  /** Itself and every table below. */
  familyOf(table: TableRow): TableRow[] {
    return [table, ...this.#children(table).flatMap((child) => this.familyOf(child))];
  }

  /** Sets of its columns that tables refer to. */
  keysOf(table: TableRow): (readonly string[])[] {
    const sets = [...this.tables.values()].flatMap(({ foreignKeys, oid }) =>
      foreignKeys.filter(({ target }) => target === table.oid && oid !== table.oid).map(({ targetColumns }) => targetColumns),
    );
    return [...new Map(sets.map((columns) => [columns.join("\0"), columns])).values()];
  }

  /** Roles whose rights it takes to fill the tables and to look at those that they refer to. */
  ownersOf(tables: readonly TableRow[]): string[] {
    const targets = tables.flatMap(({ foreignKeys }) => foreignKeys.flatMap(({ target }) => this.tables.get(target) ?? []));
    const own = [...tables, ...targets].filter(({ ownedBySuperuser }) => !ownedBySuperuser);
    return [...new Set(own.map(({ owner }) => owner))];
  }

  remember(table: TableRow, columns: readonly string[], keys: Keys): void {
    this.#keys.set(keyOf(table, columns), keys);
  }

  recall(table: TableRow, columns: readonly string[]): Keys | null {
    return this.#keys.get(keyOf(table, columns)) ?? null;
  }

  #children(table: TableRow): TableRow[] {
    return table.children.flatMap((child) => this.tables.get(child) ?? []);
  }
}

function keyOf(table: TableRow, columns: readonly string[]): string {
  return [table.oid, ...columns].join("\0");
}

const WIDTHS: Readonly<Record<string, number>> = { int2: 2, int4: 4, int8: 8 };

/** Columns that a smaller integer refers to hold no more than that one can. */
function narrowedBy(
  all: readonly TableRow[],
  tables: ReadonlyMap<number, TableRow>,
  types: ReadonlyMap<number, TypeRow>,
): Map<number, Map<number, string>> {
  const found = new Map<number, Map<number, string>>();
  for (const table of all) {
    for (const { target, targetColumns, columns } of table.foreignKeys) {
      for (const [at, name] of targetColumns.entries()) {
        const column = tables.get(target)?.columns.find((each) => each.name === name);
        const own = types.get(table.columns.find(({ number }) => number === columns[at])?.type ?? 0)?.name ?? "";
        const held = found.get(target)?.get(column?.number ?? 0) ?? types.get(column?.type ?? 0)?.name ?? "";
        if (column === undefined || (WIDTHS[own] ?? 9) >= (WIDTHS[held] ?? 0)) continue;
        found.set(target, new Map([...(found.get(target) ?? []), [column.number, own]]));
      }
    }
  }
  return found;
}
