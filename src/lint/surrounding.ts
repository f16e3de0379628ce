import type { OperationSite } from "../model/statement.js";
import type { PlacedOperation } from "../rules/rule.js";
import type { Standing } from "./transactions.js";

export interface Placed {
  readonly standing: Standing;
  readonly site: OperationSite;
}

/**
 * The operations before and after each of a run, as seen from it. Rules ask for them several times in one moment and then
 * never again, so the last answer is kept, and no more: a list for each of thousands of moments would be the square of them.
 */
export class Surrounding {
  readonly #views: readonly Views[];
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
  }

  earlier(position: number): readonly PlacedOperation[] {
    if (this.#before?.position !== position) this.#before = { position, list: this.#from(position).slice(0, position) };
    return this.#before.list;
  }

  later(position: number): readonly PlacedOperation[] {
    if (this.#after?.position !== position) this.#after = { position, list: this.#from(position).slice(position + 1) };
    return this.#after.list;
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
