import type { DependentChange, DependentState } from "../../model/old-code.js";
import { saysNothing } from "./attempt.js";

/** Code that is the same as before, worked before, and fails now; one entry for each, with the first thing refused. */
export function compareDependents(
  before: readonly DependentState[],
  after: readonly DependentState[],
): readonly DependentChange[] {
  return after.flatMap((now): DependentChange[] => {
    const then = sameAs(now, before);
    if (then === undefined || then.definition !== now.definition) return [];
    const worked = new Set(then.tried.filter(({ refusal }) => refusal === null).map(({ key }) => key));
    const refusals = now.tried.flatMap(({ key, refusal }) =>
      refusal !== null && worked.has(key) && !saysNothing(refusal) ? [refusal] : [],
    );
    const [first] = refusals;
    return first === undefined ? [] : [{ kind: now.kind, name: now.name, message: first.message, sqlstate: first.sqlstate }];
  });
}

/** A rename keeps the number; a database that was built anew keeps the name. */
function sameAs(state: DependentState, others: readonly DependentState[]): DependentState | undefined {
  const alike = others.filter(({ kind }) => kind === state.kind);
  return alike.find(({ name }) => name === state.name) ?? alike.find(({ oid }) => oid === state.oid);
}
