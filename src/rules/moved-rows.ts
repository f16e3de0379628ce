import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { Moment } from "./rule.js";

/** The table into which this change copied rows of another one before; null when it did not. */
export function copiedTo(table: RelationName, moment: Moment): RelationName | null {
  const key = moment.key(table);
  for (const { operation } of moment.earlierOf("insert", "create-table-as")) {
    if (operation.kind !== "insert" && operation.kind !== "create-table-as") continue;
    if (operation.kind === "create-table-as" && (!operation.withData || operation.temporary)) continue;
    if (operation.reads.some((read) => moment.key(read) === key)) return operation.table;
  }
  return null;
}

/** What takes the name of a dropped relation later in this change: a new table, or something else that bears it; null for nothing. */
export function takesNameOf(name: RelationName, moment: Moment): "new-table" | "other" | null {
  const taken = moment.laterOf(...MAKERS).flatMap(({ operation }) => {
    const made = madeBy(operation);
    return made !== null &&
      made.name === name.name &&
      (made.schema === null || name.schema === null || made.schema === name.schema)
      ? [operation.kind]
      : [];
  });
  if (taken.length === 0) return null;
  return taken.some((kind) => kind === "create-table" || kind === "create-table-as") ? "new-table" : "other";
}

/** Kinds of which `madeBy` tells something. */
const MAKERS = [
  ...(["create-table", "create-table-as", "create-view", "create-materialized-view"] as const),
  ...(["rename-table", "rename-object"] as const),
];

function madeBy(operation: Operation): RelationName | null {
  switch (operation.kind) {
    case "create-table":
    case "create-table-as":
      return operation.table;
    case "create-view":
    case "create-materialized-view":
      return operation.view;
    case "rename-table":
      return { schema: null, name: operation.to };
    case "rename-object":
      return operation.object.endsWith("view") ? { schema: null, name: operation.to } : null;
    default:
      return null;
  }
}

/** The table goes altogether later in this change, so that the loss of one of its parts is no news. */
export function goesLater(table: RelationName | string, moment: Moment): boolean {
  const key = typeof table === "string" ? table : moment.key(table);
  return moment
    .laterOf("drop-table")
    .some(({ operation }) => operation.kind === "drop-table" && operation.tables.some((dropped) => moment.key(dropped) === key));
}
