import { isFound } from "../catalog/apply/samples.js";
import { applyOperation } from "../catalog/apply-operation.js";
import { isLookUp } from "../catalog/is-look-up.js";
import { keyOf } from "../catalog/key-of.js";
import type { Catalog, Sample, Table } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import { holding } from "./known-rows.js";
import type { Change } from "./rule.js";

/** Rows of a list of kinds that the history wrote, and that going forward and back does not bring back. */
export interface LostRow {
  /** Key of the table. */
  readonly table: string;
  /** Columns whose value is another; empty where the row is gone. */
  readonly columns: readonly string[];
}

/** What the text alone says of the rows that it tells; nothing of tables that a statement changes in a way the text does not tell. */
export function rowsOnPaper({ migrations, base }: Change): readonly LostRow[] {
  const downs = migrations.toReversed().flatMap(({ down }) => (down === null ? [] : [down]));
  if (!base.complete || downs.length !== migrations.length || downs.some(({ statements }) => statements.length === 0)) return [];
  const sites = [...migrations.map(({ up }) => up), ...downs].flatMap(({ statements }) =>
    statements.flatMap(({ operations }) => operations),
  );
  // A trigger may write more than the statement says.
  const kinds = [...base.tables].flatMap(([key, { triggers }]) => (triggers.length === 0 && isLookUp(key, base) ? [key] : []));
  if (kinds.length === 0 || sites.some(({ inside }) => inside !== "statement")) return [];
  const untold = new Set<string>();
  let catalog = base;
  for (const { operation } of sites) {
    for (const key of kinds) if (hides(operation, key, catalog)) untold.add(key);
    catalog = applyOperation(catalog, operation, "change");
  }
  return kinds.flatMap((key) => (untold.has(key) ? [] : lost(key, base.tables.get(key), catalog.tables.get(key))));
}

/** Does it change rows of the table, and the text does not tell which, or what they hold? */
function hides(operation: Operation, key: string, catalog: Catalog): boolean {
  switch (operation.kind) {
    case "do-block":
    case "call":
    case "other":
    case "unreadable":
    case "psql-command":
      return true;
    case "select":
      return operation.calls.some(({ name }) => !/^(?:setval|set_config|nextval|now|count|max|min)$/u.test(name));
    case "merge":
    case "copy":
      return operation.table !== null && keyOf(operation.table, catalog) === key;
    case "insert":
      return keyOf(operation.table, catalog) === key && (operation.values === undefined || operation.reads.length > 0);
    case "rename-table":
      return keyOf(operation.table, catalog) === key;
    case "set-schema":
      return keyOf(operation.name, catalog) === key;
    case "drop-table":
      // Other rules tell of a whole table.
      return operation.cascade || operation.tables.some((table) => keyOf(table, catalog) === key);
    case "update":
    case "delete": {
      const table = keyOf(operation.table, catalog);
      const cascades = catalog.tables.get(key)?.constraints.some(({ references }) => references?.table === table) === true;
      if (table !== key) return cascades;
      return (catalog.tables.get(key)?.samples ?? []).some(({ values }) => isFound(values, operation) === "unknown");
    }
    default:
      return false;
  }
}

function lost(key: string, before: Table | undefined, after: Table | undefined): LostRow[] {
  const keyed = before?.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  if (before === undefined || after === undefined || after.otherRows === true) return [];
  return (before.samples ?? []).flatMap((row): LostRow[] => {
    const now = holding(after.samples ?? [], keyed, row.values);
    if (now === undefined) return [{ table: key, columns: [] }];
    const columns = before.columns.map(({ name }) => name).filter((column) => differs(row, now, column));
    return columns.length === 0 ? [] : [{ table: key, columns }];
  });
}

function differs(before: Sample, after: Sample, column: string): boolean {
  const [old, now] = [told(before, column), told(after, column)];
  return old !== null && now !== null && old !== now;
}

/** Null where the text does not tell what the column holds. */
function told({ values }: Sample, column: string): string | null {
  const value = values[column];
  if (value?.kind === "constant") return `= ${value.text}`;
  return value?.kind === "null" ? "NULL" : null;
}
