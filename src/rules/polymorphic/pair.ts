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
  // Most pairs are weighed without them.
  let tables: readonly string[] | null = null;
  const nullable = columns.find(({ name }) => name === column)?.notNull === false;
  const weighing = weigh({
    column,
    companion,
    kinds: kindsOf(companion.column, site),
    parent: parent?.name ?? null,
    get tables() {
      tables ??= namesOfTables(parent, site);
      return tables;
    },
    nullable,
  });
  return { ...weighing, column, companion };
}

/** All tables of the schema and of this change. */
function namesOfTables(parent: RelationName | null, { moment, table }: Site): readonly string[] {
  const names = new Set<string>();
  for (const { name, partitionOf } of moment.catalog.tables.values()) if (partitionOf === null) names.add(name);
  names.add(table.name);
  if (parent !== null) names.add(parent.name);
  for (const { operation } of moment.laterOf("create-table"))
    if (operation.kind === "create-table") names.add(operation.table.name);
  return [...names];
}
