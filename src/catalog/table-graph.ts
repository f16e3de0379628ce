import type { Table, TableConstraint } from "../model/catalog.js";
import { Layers } from "./layers.js";
import { lineage, type Step } from "./lineage.js";

/** A foreign key, seen from the table that it references. */
export interface Referrer {
  readonly table: string;
  readonly constraint: TableConstraint;
}

/** Which tables lie below which, and which reference which; each list in the order of the tables. */
export interface TableGraph {
  readonly children: Layers<readonly string[]>;
  readonly referrers: Layers<readonly Referrer[]>;
  /** Where each table stands in that order. */
  readonly places: Layers<number>;
  readonly next: number;
}

type Tables = ReadonlyMap<string, Table>;

/** Maps of a catalog never change once they are handed out, so what is worked out for one holds for its life. */
const graphs = new WeakMap<Tables, TableGraph>();

export function tableGraph(tables: Tables): TableGraph {
  const known = graphs.get(tables);
  if (known !== undefined) return known;
  const since = lineage.since(tables, (of) => graphs.get(of));
  const graph = since === null ? graphOf(tables) : since.steps.reduce(stepped, since.start);
  graphs.set(tables, graph);
  lineage.forget(tables);
  return graph;
}

function graphOf(tables: Tables): TableGraph {
  const children = new Map<string, string[]>();
  const referrers = new Map<string, Referrer[]>();
  const places = new Map<string, number>();
  for (const [key, table] of tables) {
    places.set(key, places.size);
    for (const parent of parentsOf(table)) append(children, parent, key);
    for (const [parent, constraint] of keysOf(table)) append(referrers, parent, { table: key, constraint });
  }
  return { children: new Layers(children), referrers: new Layers(referrers), places: new Layers(places), next: places.size };
}

function stepped(graph: TableGraph, { from, to, touched }: Step<Tables>): TableGraph {
  const children = new Map<string, readonly string[]>();
  const referrers = new Map<string, readonly Referrer[]>();
  const places = new Map<string, number>();
  let { next } = graph;
  for (const [key, atEnd] of touched) if (atEnd && to.has(key)) places.set(key, next++);
  const placeOf = (key: string) => places.get(key) ?? graph.places.get(key) ?? -1;
  for (const [key, atEnd] of touched) {
    const [old, now] = [from.get(key), to.get(key)];
    const parents = [parentsOf(old), parentsOf(now)] as const;
    if (atEnd || !alike(...parents)) {
      for (const parent of new Set(parents.flat())) {
        const list = (children.get(parent) ?? graph.children.get(parent) ?? []).filter((child) => child !== key);
        list.push(...parents[1].filter((each) => each === parent).map(() => key));
        children.set(
          parent,
          list.sort((a, b) => placeOf(a) - placeOf(b)),
        );
      }
    }
    const keys = [keysOf(old), keysOf(now)] as const;
    if (!atEnd && alike(keys[0].flat(), keys[1].flat())) continue;
    for (const parent of new Set(keys.flat().map(([name]) => name))) {
      const list = (referrers.get(parent) ?? graph.referrers.get(parent) ?? []).filter(({ table }) => table !== key);
      for (const [name, constraint] of keys[1]) if (name === parent) list.push({ table: key, constraint });
      referrers.set(
        parent,
        list.sort((a, b) => placeOf(a.table) - placeOf(b.table)),
      );
    }
  }
  return {
    children: graph.children.with(children),
    referrers: graph.referrers.with(referrers),
    places: graph.places.with(places),
    next,
  };
}

function alike(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every((each, index) => each === after[index]);
}

/** What it is a partition of, or inherits from. */
function parentsOf(table: Table | undefined): readonly string[] {
  if (table === undefined) return [];
  return table.partitionOf === null ? table.inherits : [table.partitionOf, ...table.inherits];
}

/** Its foreign keys, each behind the table that it references. */
function keysOf(table: Table | undefined): readonly (readonly [string, TableConstraint])[] {
  return (table?.constraints ?? []).flatMap((constraint) =>
    constraint.references === null ? [] : [[constraint.references.table, constraint] as const],
  );
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
