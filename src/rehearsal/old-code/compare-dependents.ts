import type { DependentChange, DependentState } from "../../model/old-code.js";
import { saysNothing } from "./attempt.js";

/** How many triggers are named before the rest is counted. */
const NAMED = 3;

/**
 * Code that is the same as before, worked before, and fails now; one entry for each, with the first thing refused.
 * Triggers that fail in the same line of the same function are one entry.
 */
export function compareDependents(
  before: readonly DependentState[],
  after: readonly DependentState[],
): readonly DependentChange[] {
  const changes = after.flatMap((now) => changeOf(sameAs(now, before), now));
  const alike = (one: DependentChange, other: DependentChange) =>
    one === other || (one.kind === "trigger" && other.kind === "trigger" && one.message === other.message);
  return changes
    .filter((change, at) => changes.findIndex((other) => alike(change, other)) === at)
    .map((change) => ({ ...change, name: listed(changes.filter((other) => alike(change, other)).map(({ name }) => name)) }));
}

function changeOf(then: DependentState | undefined, now: DependentState): DependentChange[] {
  if (then === undefined || then.definition !== now.definition) return [];
  const worked = new Set(then.tried.filter(({ refusal }) => refusal === null).map(({ key }) => key));
  const refusals = now.tried.flatMap(({ key, refusal }) =>
    refusal !== null && worked.has(key) && !saysNothing(refusal) ? [refusal] : [],
  );
  return refusals.slice(0, 1).map(({ message, sqlstate }) => ({ kind: now.kind, name: now.name, message, sqlstate }));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).join(", ");
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown;
}

/** A rename keeps the number; a database that was built anew keeps the name. */
function sameAs(state: DependentState, others: readonly DependentState[]): DependentState | undefined {
  const alike = others.filter(({ kind }) => kind === state.kind);
  return alike.find(({ name }) => name === state.name) ?? alike.find(({ oid }) => oid === state.oid);
}
