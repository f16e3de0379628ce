import type { OperationKind } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { OperationSite } from "../model/statement.js";
import type { PlacedOperation } from "../rules/rule.js";
import type { Standing } from "./transactions.js";

export interface Placed {
  readonly standing: Standing;
  readonly site: OperationSite;
}

/** Positions of a run, in order. */
type Positions = readonly number[];

/**
 * The operations before and after each of a run, as seen from it. Rules ask for all of them several times in one moment and
 * then never again, so the last answer is kept, and no more: a list for each of thousands of moments would be the square of
 * them. Those of a kind or on a table are found by an index.
 */
export class Surrounding {
  readonly #views: readonly Views[];
  readonly #byKind = new Map<string, number[]>();
  /** By the bare name: which schema an unqualified one means depends on the moment. */
  readonly #byTable = new Map<string, number[]>();
  readonly #merged = new Map<string, Positions>();
  #transaction: number | null = null;
  #seen: readonly PlacedOperation[] = [];
  #before: { readonly position: number; readonly list: readonly PlacedOperation[] } | null = null;
  #after: { readonly position: number; readonly list: readonly PlacedOperation[] } | null = null;

  constructor(placed: readonly Placed[]) {
    this.#views = placed.map((one) => ({
      transaction: one.standing.transaction,
      apart: viewOf(one, false),
      together: viewOf(one, true),
    }));
    for (const [position, { site }] of placed.entries()) {
      const { operation } = site;
      note(this.#byKind, operation.kind, position);
      if ("table" in operation && operation.table !== null) note(this.#byTable, operation.table.name, position);
    }
  }

  earlier(position: number): readonly PlacedOperation[] {
    if (this.#before?.position !== position) this.#before = { position, list: this.#from(position).slice(0, position) };
    return this.#before.list;
  }

  later(position: number): readonly PlacedOperation[] {
    if (this.#after?.position !== position) this.#after = { position, list: this.#from(position).slice(position + 1) };
    return this.#after.list;
  }

  earlierOf(position: number, kinds: readonly OperationKind[]): readonly PlacedOperation[] {
    return this.#see(position, before(this.#ofKinds(kinds), position));
  }

  laterOf(position: number, kinds: readonly OperationKind[]): readonly PlacedOperation[] {
    return this.#see(position, after(this.#ofKinds(kinds), position));
  }

  earlierOn(position: number, table: RelationName, key: (name: RelationName) => string): readonly PlacedOperation[] {
    return isOn(table, key, this.#see(position, before(this.#byTable.get(table.name) ?? [], position)));
  }

  laterOn(position: number, table: RelationName, key: (name: RelationName) => string): readonly PlacedOperation[] {
    return isOn(table, key, this.#see(position, after(this.#byTable.get(table.name) ?? [], position)));
  }

  #ofKinds(kinds: readonly OperationKind[]): Positions {
    const [only = "", ...others] = kinds;
    if (others.length === 0) return this.#byKind.get(only) ?? [];
    const name = kinds.join();
    let merged = this.#merged.get(name);
    if (merged === undefined) {
      merged = kinds.flatMap((kind) => this.#byKind.get(kind) ?? []).sort((a, b) => a - b);
      this.#merged.set(name, merged);
    }
    return merged;
  }

  #see(from: number, positions: Positions): readonly PlacedOperation[] {
    const transaction = this.#views[from]?.transaction ?? null;
    return positions.flatMap((position) => {
      const view = this.#views[position];
      if (view === undefined) return [];
      return view.transaction === transaction ? view.together : view.apart;
    });
  }

  /** All of them, as seen from the transaction of this one. */
  #from(position: number): readonly PlacedOperation[] {
    const transaction = this.#views[position]?.transaction ?? null;
    if (transaction !== this.#transaction) {
      this.#seen = this.#views.map((view) => (view.transaction === transaction ? view.together : view.apart));
      this.#transaction = transaction;
    }
    return this.#seen;
  }
}

interface Views {
  readonly transaction: number;
  /** As seen from another transaction, and from its own. */
  readonly apart: PlacedOperation;
  readonly together: PlacedOperation;
}

function viewOf({ site, standing }: Placed, sameTransaction: boolean): PlacedOperation {
  return { operation: site.operation, statement: standing.statement, site, sameTransaction };
}

function isOn(table: RelationName, key: (name: RelationName) => string, placed: readonly PlacedOperation[]) {
  if (placed.length === 0) return placed;
  const wanted = key(table);
  return placed.filter(({ operation }) => "table" in operation && operation.table !== null && key(operation.table) === wanted);
}

function note(lists: Map<string, number[]>, key: string, position: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [position]);
  else list.push(position);
}

function before(positions: Positions, position: number): Positions {
  return positions.slice(0, firstFrom(positions, position));
}

function after(positions: Positions, position: number): Positions {
  return positions.slice(firstFrom(positions, position + 1));
}

/** Index of the first that is not below `least`. */
function firstFrom(positions: Positions, least: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
