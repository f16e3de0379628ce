import { advance } from "../catalog/apply/advance.js";
import { CatalogDraft } from "../catalog/catalog-draft.js";
import { keyOf, routineKeyOf, typeKeyOf } from "../catalog/key-of.js";
import type { Catalog } from "../model/catalog.js";
import type { VanishingName } from "../model/code-reference.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { ReadMigration } from "../model/statement.js";

/** What the ups of a change drop or rename, and neither they nor a view under the old name keep. */
export function vanishingNames(migrations: readonly ReadMigration[], base: Catalog): readonly VanishingName[] {
  const found: Candidate[] = [];
  /** Key of a relation now → its key before the change. */
  const origins = new Map<string, string>();
  const catalog = new CatalogDraft(base);
  for (const { up } of migrations) {
    const { searchPath } = catalog;
    for (const statement of up.statements) {
      for (const { operation } of statement.operations) {
        for (const gone of goneBy(operation, catalog)) found.push({ ...gone, key: origins.get(gone.key) ?? gone.key, statement });
        const moved = movedBy(operation, catalog);
        if (moved !== null) origins.set(moved.to, origins.get(moved.from) ?? moved.from);
        advance({ draft: catalog, origin: "change", countsRows: true }, operation);
      }
    }
    catalog.searchPath = searchPath;
  }
  const now = new Map([...origins].map(([to, from]) => [from, to]));
  const lost = found.filter((each) => existed(each, base) && !exists(each, catalog, now));
  return distinct(lost.map(({ key, owned, ...name }) => ({ ...name, owner: owned ? nameIn(key) : null })));
}

/** `key`: of the relation, routine or type itself, or of what the name belongs to. */
type Candidate = Omit<VanishingName, "owner"> & { readonly key: string; readonly owned: boolean };
type Gone = Omit<Candidate, "statement">;

function goneBy(operation: Operation, catalog: Catalog): readonly Gone[] {
  const whole = (kind: Gone["kind"], key: string | undefined, to: string | null): Gone[] =>
    key === undefined ? [] : [{ kind, name: nameIn(key), key, owned: false, to }];
  switch (operation.kind) {
    case "drop-table":
      return operation.tables.flatMap((table) => whole("relation", keyOf(table, catalog), null));
    case "rename-table":
      return whole("relation", keyOf(operation.table, catalog), operation.to);
    case "drop-column":
    case "rename-column": {
      const to = operation.kind === "rename-column" ? operation.to : null;
      return [{ kind: "column", name: operation.column, key: keyOf(operation.table, catalog), owned: true, to }];
    }
    case "rename-enum-value": {
      const key = typeKeyOf(operation.type, catalog);
      return key === undefined ? [] : [{ kind: "enum value", name: operation.value, key, owned: true, to: operation.to }];
    }
    case "drop-object":
    case "rename-object": {
      const names = operation.kind === "drop-object" ? operation.names : [operation.name];
      const to = operation.kind === "rename-object" ? operation.to : null;
      const kind = kindOf(operation.object);
      return kind === null ? [] : names.flatMap((name) => whole(kind, keyOfKind(kind, name, catalog), to));
    }
    default:
      return [];
  }
}

function kindOf(object: Extract<Operation, { kind: "drop-object" }>["object"]): "relation" | "routine" | "type" | null {
  if (["table", "view", "materialized view", "foreign table"].includes(object)) return "relation";
  if (["function", "procedure", "routine", "aggregate"].includes(object)) return "routine";
  return ["type", "enum", "domain"].includes(object) ? "type" : null;
}

function keyOfKind(kind: "relation" | "routine" | "type", name: RelationName, catalog: Catalog): string | undefined {
  if (kind === "relation") return keyOf(name, catalog);
  return kind === "routine" ? routineKeyOf(name, catalog) : typeKeyOf(name, catalog);
}

function movedBy(operation: Operation, catalog: Catalog): { readonly from: string; readonly to: string } | null {
  const name =
    operation.kind === "rename-table"
      ? operation.table
      : operation.kind === "rename-object" && kindOf(operation.object) === "relation"
        ? operation.name
        : null;
  if (name === null || (operation.kind !== "rename-table" && operation.kind !== "rename-object")) return null;
  const from = keyOf(name, catalog);
  return { from, to: `${from.slice(0, from.indexOf("."))}.${operation.to}` };
}

/** What this change itself made is nobody's old name. A catalog that is not the whole truth is believed to lack it. */
function existed({ kind, name, key }: Candidate, base: Catalog): boolean {
  if (kind === "relation") return base.tables.has(key) || base.views.has(key) || !base.complete;
  if (kind === "routine") return base.routines.has(key);
  if (kind === "type") return base.types.has(key);
  if (kind === "enum value") return base.types.get(key)?.labels.includes(name) === true;
  return base.tables.has(key) || base.views.has(key) ? hasColumn(key, name, base) : !base.complete;
}

function exists({ kind, name, key }: Candidate, after: Catalog, now: ReadonlyMap<string, string>): boolean {
  if (kind === "relation") return after.tables.has(key) || after.views.has(key);
  if (kind === "routine") return after.routines.has(key);
  if (kind === "type") return after.types.has(key);
  if (kind === "enum value") return after.types.get(key)?.labels.includes(name) === true;
  return hasColumn(key, name, after) || hasColumn(now.get(key) ?? key, name, after);
}

/** A view whose columns the text does not tell may have any. */
function hasColumn(key: string, column: string, catalog: Catalog): boolean {
  const view = catalog.views.get(key);
  if (view !== undefined) return view.columns?.some(({ name }) => name === null || name === column) ?? true;
  return catalog.tables.get(key)?.columns.some(({ name }) => name === column) === true;
}

function distinct(names: readonly VanishingName[]): readonly VanishingName[] {
  const seen = new Set<string>();
  return names.filter(({ kind, owner, name }) => {
    const key = `${kind} ${owner} ${name}`;
    return !seen.has(key) && seen.add(key);
  });
}

function nameIn(key: string): string {
  return key.slice(key.indexOf(".") + 1);
}
