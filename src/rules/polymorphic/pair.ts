import type { RelationName } from "../../model/relation-name.js";
import { type Companion, companionOf } from "./companion.js";
import { columnsOf, kindsOf, type Site } from "./kinds.js";
import { type Weighing, weigh } from "./weigh.js";

export interface Pair extends Weighing {
  readonly column: string;
  readonly companion: Companion;
}

/** The id with the column that decides what it means, weighed; null where it has no such column. `parent`: what a key on it references. */
export function pairOf(column: string, parent: RelationName | null, site: Site): Pair | null {
  const columns = columnsOf(site);
  const companion = companionOf(column, columns);
  if (companion === null) return null;
  const { moment, table } = site;
  const tables = new Set(
    [...moment.catalog.tables.values()].filter(({ partitionOf }) => partitionOf === null).map(({ name }) => name),
  );
  tables.add(table.name);
  if (parent !== null) tables.add(parent.name);
  for (const { operation } of moment.later) if (operation.kind === "create-table") tables.add(operation.table.name);
  const nullable = columns.find(({ name }) => name === column)?.notNull === false;
  const weighing = weigh({
    column,
    companion,
    kinds: kindsOf(companion.column, site),
    parent: parent?.name ?? null,
    tables: [...tables],
    nullable,
  });
  return { ...weighing, column, companion };
}
