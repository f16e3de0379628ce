import type { Definition, Definitions } from "../definitions.js";
import { TYPES } from "../kinds.js";
import { changeOf, labelsOf } from "./change.js";
import { pairUp } from "./pairs.js";
import { spread } from "./spread.js";
import { dependentsOf, type Loss, type State } from "./state.js";

/** What is dropped, made and changed on the way from `after` to `before`. */
export function decide(before: Definitions, after: Definitions): State {
  const state: State = {
    before,
    after,
    pairs: pairUp(before, after),
    drop: new Set(),
    create: new Set(),
    alter: new Set(),
    retype: new Set(),
    losses: [],
  };
  const dependents = dependentsOf(after.objects);
  for (const object of after.objects.values()) if (state.pairs.beforeOf(object) === null) state.drop.add(object.key);
  for (const object of before.objects.values()) {
    const now = state.pairs.afterOf(object);
    if (now === null) state.create.add(object.key);
    else decidePair(object, now, dependents, state);
  }
  spread(state, dependents);
  return state;
}

function decidePair(
  before: Definition,
  after: Definition,
  dependents: ReadonlyMap<string, readonly Definition[]>,
  state: State,
): void {
  const change = changeOf(before, after);
  if (change === "same" || followsParent(before, after)) return;
  if (change === "alter") {
    state.alter.add(before.key);
    if (isRetyped(before, after)) state.retype.add(before.key);
    return;
  }
  const obstacle = TYPES.has(before.kind) ? obstacleOf(after, dependents) : null;
  if (obstacle !== null) {
    state.losses.push(...kept(before, after, obstacle));
    return;
  }
  state.drop.add(after.key);
  state.create.add(before.key);
}

/** A column that a table has from its parent changes with that of the parent. */
function followsParent(before: Definition, after: Definition): boolean {
  return before.kind !== "default" && before.facts["inherited"] === "yes" && after.facts["inherited"] === "yes";
}

function isRetyped(before: Definition, after: Definition): boolean {
  if (before.kind !== "column" && before.kind !== "attribute") return false;
  return before.facts["type"] !== after.facts["type"] || before.facts["collation"] !== after.facts["collation"];
}

/** Why a type cannot be exchanged: what else than plain columns is made of it. */
function obstacleOf(type: Definition, dependents: ReadonlyMap<string, readonly Definition[]>): string | null {
  for (const { kind, name, facts } of dependents.get(type.key) ?? []) {
    if (kind === "attribute" || kind === "table" || kind === "aggregate" || kind === "other" || TYPES.has(kind))
      return `${kind} ${name} is made of it`;
    if (kind === "column" && facts["keyOfPartition"] !== undefined) return `column ${name} is part of a partition key`;
  }
  return null;
}

function kept(before: Definition, after: Definition, obstacle: string): Loss[] {
  if (before.kind !== "enum")
    return [{ kind: "structure", sentence: `type ${before.name}: it cannot be exchanged, ${obstacle}` }];
  const labels = new Set(labelsOf(before).map(([, label]) => label));
  return labelsOf(after)
    .filter(([, label]) => !labels.has(label))
    .map(([, label]) => ({
      kind: "structure" as const,
      sentence: `label '${label}' of enum ${before.name}: Postgres cannot remove enum labels, and ${obstacle}`,
    }));
}
