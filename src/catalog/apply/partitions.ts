import type { OperationOf } from "../../model/operation.js";
import { keyOf } from "../key-of.js";
import type { Step } from "./step.js";
import { takeFromParents } from "./tables.js";

/** The partition gets the parent's constraints, and an index for each of the parent's unless it has an equal one. */
export function applyAttachPartition(step: Step, operation: OperationOf<"attach-partition">): void {
  const partition = keyOf(operation.partition, step.draft);
  const partitionOf = keyOf(operation.table, step.draft);
  step.draft.changeTable(partition, () => ({
    partitionOf,
    isDefaultPartition: operation.isDefault,
    bound: operation.bound,
  }));
  takeFromParents(step, partition);
}

/** A detached partition keeps what it has, as a table of its own. */
export function applyDetachPartition(step: Step, operation: OperationOf<"detach-partition">): void {
  step.draft.changeTable(keyOf(operation.partition, step.draft), () => ({
    partitionOf: null,
    isDefaultPartition: false,
    bound: "",
  }));
}

export function applyInherit(step: Step, operation: OperationOf<"set-inherit">): void {
  const key = keyOf(operation.table, step.draft);
  const parent = keyOf(operation.parent, step.draft);
  step.draft.changeTable(key, ({ inherits }) => ({
    inherits: operation.inherit ? [...inherits, parent] : inherits.filter((each) => each !== parent),
  }));
  if (operation.inherit) takeFromParents(step, key);
}
