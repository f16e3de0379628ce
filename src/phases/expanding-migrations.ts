import { operationsOf } from "../catalog/operations-of.js";
import type { VanishingName } from "../model/code-reference.js";
import type { Operation } from "../model/operation.js";
import type { ReadMigration } from "../model/statement.js";
import type { ContractTerms } from "./contract-terms.js";

/**
 * For a name that goes: the newest settled migration that brought what replaces it; null where none did. The replacement
 * of a column is the `new` one of an agreement, else whatever came to its table last; of a relation, whatever relation came last.
 */
export function expandingMigration(
  name: VanishingName,
  settled: readonly ReadMigration[],
  terms: ContractTerms,
): ReadMigration | null {
  return settled.findLast(({ up }) => operationsOf(up).some((operation) => replaces(operation, name, terms))) ?? null;
}

function replaces(operation: Operation, { kind, name, owner, to }: VanishingName, { agree }: ContractTerms): boolean {
  if (kind === "column") {
    if (operation.kind !== "add-column" || operation.table.name !== bare(owner ?? "")) return false;
    const wanted = agree.find(({ table, old }) => bare(table) === bare(owner ?? "") && old === name)?.new ?? to;
    return wanted === null ? operation.column.name !== name : operation.column.name === wanted;
  }
  if (kind === "relation") return isNewRelation(operation, name, to);
  if (kind === "enum value") return operation.kind === "add-enum-value" && (to === null || operation.value === to);
  if (kind === "routine") return operation.kind === "create-routine" && operation.routine.name !== bare(name);
  return ["create-type", "create-enum", "create-domain"].includes(operation.kind);
}

function isNewRelation(operation: Operation, old: string, to: string | null): boolean {
  const made =
    operation.kind === "create-table" || operation.kind === "create-table-as"
      ? operation.table.name
      : operation.kind === "create-view" || operation.kind === "create-materialized-view"
        ? operation.view.name
        : null;
  return made !== null && made !== bare(old) && (to === null || made === to);
}

function bare(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
