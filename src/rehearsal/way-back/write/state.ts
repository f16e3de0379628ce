import type { Definition, Definitions } from "../definitions.js";
import type { Pairs } from "./pairs.js";

export interface Loss {
  readonly kind: "data" | "structure";
  readonly sentence: string;
}

/** What has to happen, as far as it is known; grows until nothing follows from it any more. */
export interface State {
  readonly before: Definitions;
  readonly after: Definitions;
  readonly pairs: Pairs;
  /** Keys of after: to be dropped. */
  readonly drop: Set<string>;
  /** Keys of before: to be made. */
  readonly create: Set<string>;
  /** Keys of before: to be changed where they are. */
  readonly alter: Set<string>;
  /** Keys of before: columns that get another type. */
  readonly retype: Set<string>;
  readonly losses: Loss[];
}

export function beforeParent({ before }: State, { parent }: Definition): Definition | null {
  return parent === null ? null : (before.objects.get(parent) ?? null);
}

export function afterParent({ after }: State, { parent }: Definition): Definition | null {
  return parent === null ? null : (after.objects.get(parent) ?? null);
}

/** What needs it or goes with it. */
export function dependentsOf(objects: ReadonlyMap<string, Definition>): ReadonlyMap<string, readonly Definition[]> {
  const dependents = new Map<string, Definition[]>();
  for (const object of objects.values()) {
    for (const key of new Set([...object.needs, ...object.owners])) {
      const list = dependents.get(key);
      if (list === undefined) dependents.set(key, [object]);
      else list.push(object);
    }
  }
  return dependents;
}

/** The default that this one repeats on a partition or child: setting or dropping that one reaches this one. */
export function isRepeated(object: Definition, objects: ReadonlyMap<string, Definition>, changed: ReadonlySet<string>): boolean {
  if (object.facts["inherited"] !== "yes") return false;
  if (object.kind !== "default") return true;
  const column = object.parent === null ? undefined : objects.get(object.parent);
  const table = column === undefined || column.parent === null ? undefined : objects.get(column.parent);
  const above = new Set((table?.needs ?? []).filter((key) => objects.get(key)?.kind === "table"));
  return [...changed].some((key) => {
    const other = objects.get(key);
    if (other?.kind !== "default" || other.parent === null) return false;
    const of = objects.get(other.parent);
    return of !== undefined && of.local === column?.local && of.parent !== null && above.has(of.parent);
  });
}
