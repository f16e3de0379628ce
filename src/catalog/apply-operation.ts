import type { Catalog } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import { advance } from "./apply/advance.js";
import { CatalogDraft } from "./catalog-draft.js";

/**
 * The catalog after one operation. `origin` marks what the operation creates: `change` for the SQL under judgement
 * (a table it creates starts with 0 rows), `settled` for what came before (rows unknown).
 */
export function applyOperation(catalog: Catalog, operation: Operation, origin: "settled" | "change"): Catalog {
  const draft = new CatalogDraft(catalog);
  advance({ draft, origin, countsRows: origin === "change" }, operation);
  return draft.snapshot();
}
