import { valuesOf } from "../catalog/apply/samples.js";
import { isLookUp } from "../catalog/is-look-up.js";
import type { Sample } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";
import { holding } from "./known-rows.js";
import type { Moment } from "./rule.js";

/** A list of kinds that is written anew, with every key that it had: unseen in the same transaction, or in one of those that follow. */
export function comesBack(
  table: RelationName,
  moment: Moment,
  by: "this transaction" | "the last" = "this transaction",
): boolean {
  const key = moment.key(table);
  const known = moment.table(table);
  if (known === undefined || !isLookUp(key, moment.change.base)) return false;
  const keyed = known.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  const written = moment
    .laterOn(table)
    .flatMap(({ operation, sameTransaction }): Sample[] =>
      operation.kind === "insert" && (sameTransaction || by === "the last") && operation.source === "values"
        ? (operation.values ?? []).map((row) => ({ values: valuesOf(operation, row, known), many: false }))
        : [],
    );
  const before = known.samples ?? [];
  return before.length > 0 && before.every(({ values }) => holding(written, keyed, values) !== undefined);
}
