import type { Catalog, Index, RoleRights, Routine, Table, UserType, View } from "../model/catalog.js";
import { lineage } from "./lineage.js";
import { SharedMap } from "./shared-map.js";

/** A map that is copied once, on the first write after it was handed out. */
class Draft<V> {
  #map: Map<string, V>;
  #owned = false;
  /** Keys written to since the map was copied; true for those that were put at its end. */
  #touched = new Map<string, boolean>();

  constructor(base: ReadonlyMap<string, V>) {
    // Never written to before it is copied: #owned guards every write.
    this.#map = base as Map<string, V>;
  }

  get view(): ReadonlyMap<string, V> {
    return this.#map;
  }

  set(key: string, value: V): void {
    const map = this.#own();
    if (!map.has(key)) this.#moveToEnd(key);
    else if (!this.#touched.has(key)) this.#touched.set(key, false);
    map.set(key, value);
  }

  delete(key: string): void {
    if (!this.#map.has(key)) return;
    this.#own().delete(key);
    this.#moveToEnd(key);
  }

  share(): ReadonlyMap<string, V> {
    this.#owned = false;
    return this.#map;
  }

  /** In the order in which they stand at the end. */
  #moveToEnd(key: string): void {
    this.#touched.delete(key);
    this.#touched.set(key, true);
  }

  #own(): Map<string, V> {
    if (!this.#owned) {
      const copy = SharedMap.copy(this.#map);
      this.#touched = new Map();
      lineage.note({ from: this.#map, to: copy, touched: this.#touched });
      this.#map = copy;
      this.#owned = true;
    }
    return this.#map;
  }
}

/**
 * A catalog that is being moved forward. It looks like a Catalog, changes in place, and hands out
 * immutable snapshots: a map is copied only when it changes after a snapshot, so folding a long history costs one copy.
 */
export class CatalogDraft implements Catalog {
  readonly #tables: Draft<Table>;
  readonly #indexes: Draft<Index>;
  readonly #views: Draft<View>;
  readonly #types: Draft<UserType>;
  readonly #routines: Draft<Routine>;
  readonly #grants: Draft<RoleRights>;
  #indexesByTable: Map<string, Set<string>> | null = null;
  #childCounts: Map<string, number> | null = null;
  sequences: ReadonlySet<string>;
  freeSequences: ReadonlySet<string>;
  schemas: ReadonlySet<string>;
  extensions: ReadonlySet<string>;
  publications: ReadonlyMap<string, boolean>;
  published: ReadonlyMap<string, ReadonlySet<string>>;
  grantsByDefault: boolean;
  searchPath: readonly string[];
  dynamic: readonly string[];
  readonly complete: boolean;

  constructor(base: Catalog) {
    this.#tables = new Draft(base.tables);
    this.#indexes = new Draft(base.indexes);
    this.#views = new Draft(base.views);
    this.#types = new Draft(base.types);
    this.#routines = new Draft(base.routines);
    this.#grants = new Draft(base.grants ?? new Map());
    this.grantsByDefault = base.grantsByDefault === true;
    this.sequences = base.sequences;
    this.freeSequences = base.freeSequences ?? new Set();
    this.schemas = base.schemas;
    this.extensions = base.extensions;
    this.publications = base.publications ?? new Map();
    this.published = base.published ?? new Map();
    this.searchPath = base.searchPath;
    this.dynamic = base.dynamic ?? [];
    this.complete = base.complete;
  }

  get tables(): ReadonlyMap<string, Table> {
    return this.#tables.view;
  }
  get indexes(): ReadonlyMap<string, Index> {
    return this.#indexes.view;
  }
  get views(): ReadonlyMap<string, View> {
    return this.#views.view;
  }
  get types(): ReadonlyMap<string, UserType> {
    return this.#types.view;
  }
  get routines(): ReadonlyMap<string, Routine> {
    return this.#routines.view;
  }
  get grants(): ReadonlyMap<string, RoleRights> {
    return this.#grants.view;
  }

  setTable(table: Table): void {
    this.#putTable(`${table.schema}.${table.name}`, table);
  }
  /** Changes a table in place; a table that the catalog lacks stays unknown. */
  changeTable(key: string, change: (table: Table) => Partial<Table>): void {
    const table = this.tables.get(key);
    if (table !== undefined) this.#putTable(key, { ...table, ...change(table) });
  }
  deleteTable(key: string): void {
    this.#countChildren(this.tables.get(key), -1);
    this.#tables.delete(key);
  }
  /** Has it partitions or inheritance children? */
  isParent(key: string): boolean {
    if (this.#childCounts === null) {
      this.#childCounts = new Map();
      for (const table of this.tables.values()) this.#countChildren(table, 1);
    }
    return (this.#childCounts.get(key) ?? 0) > 0;
  }

  setIndex(index: Index): void {
    const key = `${index.schema}.${index.name}`;
    this.#indexes.set(key, index);
    this.#note(index.table, key);
  }
  deleteIndex(key: string): void {
    const index = this.indexes.get(key);
    if (index === undefined) return;
    this.#indexLists().get(index.table)?.delete(key);
    this.#indexes.delete(key);
  }
  indexesOfTable(table: string): readonly Index[] {
    const found: Index[] = [];
    for (const key of this.#indexLists().get(table) ?? []) {
      const index = this.indexes.get(key);
      if (index?.table === table) found.push(index);
    }
    return found;
  }

  deleteSequence(key: string): void {
    if (!this.sequences.has(key)) return;
    this.sequences = new Set([...this.sequences].filter((each) => each !== key));
    this.setGrants(key, null);
  }

  setView(view: View): void {
    this.#views.set(`${view.schema}.${view.name}`, view);
  }
  deleteView(key: string): void {
    this.#views.delete(key);
  }
  setType(type: UserType): void {
    this.#types.set(`${type.schema}.${type.name}`, type);
  }
  deleteType(key: string): void {
    this.#types.delete(key);
  }
  setRoutine(routine: Routine): void {
    this.#routines.set(`${routine.schema}.${routine.name}`, routine);
  }
  deleteRoutine(key: string): void {
    this.#routines.delete(key);
  }

  /** Null where the object is gone, and its rights with it. */
  setGrants(key: string, rights: RoleRights | null): void {
    if (rights === null) this.#grants.delete(key);
    else this.#grants.set(key, rights);
  }

  /** The catalog as it stands, never to change again. */
  snapshot(): Catalog {
    return {
      tables: this.#tables.share(),
      indexes: this.#indexes.share(),
      views: this.#views.share(),
      types: this.#types.share(),
      routines: this.#routines.share(),
      sequences: this.sequences,
      freeSequences: this.freeSequences,
      schemas: this.schemas,
      extensions: this.extensions,
      publications: this.publications,
      published: this.published,
      grants: this.#grants.share(),
      ...(this.grantsByDefault ? { grantsByDefault: true } : {}),
      searchPath: this.searchPath,
      ...(this.dynamic.length > 0 ? { dynamic: this.dynamic } : {}),
      complete: this.complete,
    };
  }

  #putTable(key: string, table: Table): void {
    this.#countChildren(this.tables.get(key), -1);
    this.#countChildren(table, 1);
    this.#tables.set(key, table);
  }

  /** Adds a table to, or takes it from, the children of what it belongs to. */
  #countChildren(table: Table | undefined, by: 1 | -1): void {
    const counts = this.#childCounts;
    if (counts === null || table === undefined) return;
    const parents = table.partitionOf === null ? table.inherits : [table.partitionOf, ...table.inherits];
    for (const parent of parents) counts.set(parent, (counts.get(parent) ?? 0) + by);
  }

  #note(table: string, index: string): void {
    note(this.#indexLists(), table, index);
  }

  /** Keys of indexes by table, worked out at the first need. */
  #indexLists(): Map<string, Set<string>> {
    if (this.#indexesByTable === null) {
      this.#indexesByTable = new Map();
      for (const [key, { table }] of this.indexes) note(this.#indexesByTable, table, key);
    }
    return this.#indexesByTable;
  }
}

function note(lists: Map<string, Set<string>>, table: string, index: string): void {
  const keys = lists.get(table);
  if (keys === undefined) lists.set(table, new Set([index]));
  else keys.add(index);
}
