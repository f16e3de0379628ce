import type { Definition } from "../definitions.js";
import { TYPES } from "../kinds.js";
import type { State } from "./state.js";

type Dependents = ReadonlyMap<string, readonly Definition[]>;

/** Drops and makes again what stands in the way: views of a column that gets another type, foreign keys of a key that goes. */
export function spread(state: State, dependents: Dependents): void {
  const queue = [...state.drop];
  for (const key of state.retype) queue.push(...behindRetyped(key, state, dependents));
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const fresh = !state.drop.has(key);
    replace(key, state);
    const object = state.after.objects.get(key);
    if (object === undefined) continue;
    for (const dependent of dependents.get(key) ?? []) {
      const column = columnToRetype(object, dependent, state);
      if (column !== null && !state.retype.has(column)) {
        state.retype.add(column);
        state.alter.add(column);
        queue.push(...behindRetyped(column, state, dependents));
      }
      if (!state.drop.has(dependent.key) && mustGo(object, dependent)) queue.push(dependent.key);
    }
    if (fresh) dropChildren(object, state, dependents, queue);
  }
}

function replace(key: string, state: State): void {
  state.drop.add(key);
  const object = state.after.objects.get(key);
  const before = object === undefined ? null : state.pairs.beforeOf(object);
  if (before === null) return;
  state.create.add(before.key);
  state.alter.delete(before.key);
  state.retype.delete(before.key);
}

function dropChildren({ key }: Definition, state: State, dependents: Dependents, queue: string[]): void {
  for (const dependent of dependents.get(key) ?? [])
    if (dependent.parent === key && !state.drop.has(dependent.key)) queue.push(dependent.key);
}

/** Tables, columns and types outlive what they are made of: they are altered or unlinked. */
function mustGo(object: Definition, dependent: Definition): boolean {
  if (dependent.parent === object.key) return object.kind !== "schema";
  const { kind } = dependent;
  if (kind === "column") return dependent.facts["generated"] !== undefined && object.kind !== "table";
  return !(
    kind === "table" ||
    kind === "sequence" ||
    kind === "attribute" ||
    kind === "schema" ||
    kind === "extension" ||
    TYPES.has(kind)
  );
}

/** The column of before that has to be given the type made anew; null where the dependent is no such column. */
function columnToRetype(type: Definition, dependent: Definition, state: State): string | null {
  if (!TYPES.has(type.kind) || dependent.kind !== "column" || state.drop.has(dependent.key)) return null;
  if (state.pairs.beforeOf(type) === null) return null;
  return state.pairs.beforeOf(dependent)?.key ?? null;
}

/** ALTER COLUMN TYPE rebuilds plain indexes and keys by itself; the rest it refuses, or writes anew in its own words. */
function behindRetyped(key: string, state: State, dependents: Dependents): string[] {
  const before = state.before.objects.get(key);
  const column = before === undefined ? null : state.pairs.afterOf(before);
  if (before === undefined || column === null) return [];
  const family = before.facts["family"];
  const stranger = family !== column.facts["family"] || family === "own" || family === "U" || family === "A";
  return (dependents.get(column.key) ?? [])
    .filter(({ kind, facts }) => {
      if (kind === "constraint") return facts["type"] === "c" || facts["type"] === "x" || (facts["type"] === "f" && stranger);
      if (kind === "index") return facts["expression"] === "yes" || stranger;
      if (kind === "column") return facts["generated"] !== undefined;
      return kind !== "table" && kind !== "sequence" && !TYPES.has(kind);
    })
    .map((dependent) => dependent.key);
}
