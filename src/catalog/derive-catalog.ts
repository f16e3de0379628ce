import type { Catalog } from "../model/catalog.js";
import type { ReadScript } from "../model/statement.js";
import { advance } from "./apply/advance.js";
import { CatalogDraft } from "./catalog-draft.js";
import { emptyCatalog } from "./empty-catalog.js";
import { needsUnmadeTable } from "./needs-unmade-table.js";

export interface DeriveOptions {
  /** The scripts are the whole history, so that what they do not create does not exist; they show themselves where it is not so. */
  readonly complete: boolean;
  /** The rows that the scripts insert stand for production's, so that counting them says something. */
  readonly representative: boolean;
}

/**
 * The schema that settled scripts build, folded from their SQL alone, in order. What a DO block may do counts as done.
 * What a script rolls back counts as never done; `SET search_path` lasts until the end of its script.
 */
export function deriveCatalog(scripts: readonly ReadScript[], options: DeriveOptions): Catalog {
  let draft = new CatalogDraft(emptyCatalog({ complete: options.complete }));
  for (const script of scripts) {
    const { searchPath } = draft;
    const rollsBack = actions(script).includes("rollback");
    let atBegin: Catalog | null = null;
    for (const { operations, text } of script.statements) {
      for (const { operation, inside } of operations) {
        if (options.complete && inside === "statement" && needsUnmadeTable(operation, text, draft))
          return deriveCatalog(scripts, { ...options, complete: false });
        if (rollsBack && operation.kind === "transaction") {
          if (operation.action === "begin") atBegin = draft.snapshot();
          if (operation.action === "rollback" && atBegin !== null) draft = new CatalogDraft(atBegin);
        }
        advance({ draft, origin: "settled", countsRows: options.representative }, operation);
      }
    }
    draft.searchPath = searchPath;
  }
  return draft.snapshot();
}

function actions(script: ReadScript): readonly string[] {
  return script.statements.flatMap(({ operations }) =>
    operations.flatMap(({ operation }) => (operation.kind === "transaction" ? [operation.action] : [])),
  );
}
