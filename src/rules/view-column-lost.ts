import { resolveShape } from "../catalog/view-shape.js";
import type { RelationName } from "../model/relation-name.js";
import type { Moment } from "./rule.js";

/** A column that a view has and its successor of the same change has not; null where it keeps them all, or the text does not tell. */
export function viewColumnLost(name: RelationName, { catalog, key, later }: Moment): string | null {
  const old = catalog.views.get(key(name))?.columns;
  const next = later.flatMap(({ operation }) =>
    (operation.kind === "create-view" || operation.kind === "create-materialized-view") &&
    operation.shape !== undefined &&
    key(operation.view) === key(name)
      ? (resolveShape(operation.shape, operation.reads, catalog).columns ?? [])
      : [],
  );
  if (old === undefined || next.length === 0 || next.some((column) => column.name === null)) return null;
  return old.find((column) => column.name !== null && !next.some((each) => each.name === column.name))?.name ?? null;
}
