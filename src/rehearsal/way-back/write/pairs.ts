import type { Definition, Definitions } from "../definitions.js";
import { rankOf } from "../kinds.js";

/** Which object of before is which of after: by oid, and where something was made anew, by name. */
export interface Pairs {
  afterOf(before: Definition): Definition | null;
  beforeOf(after: Definition): Definition | null;
}

export function pairUp(before: Definitions, after: Definitions): Pairs {
  const there = new Map<string, string>();
  const back = new Map<string, string>();
  const join = (a: string, b: string) => {
    there.set(a, b);
    back.set(b, a);
  };
  for (const [key, { kind }] of before.objects) if (after.objects.get(key)?.kind === kind) join(key, key);
  const free = new Map<string, string>();
  for (const object of after.objects.values()) if (!back.has(object.key)) free.set(place(object, object.parent), object.key);
  const ranked = [...before.objects.values()].sort((a, b) => rankOf(a.kind) - rankOf(b.kind));
  // Parts of a table may be ranked before it (attributes before their type), so a second turn finds what the first could not.
  for (const object of [...ranked, ...ranked]) {
    if (there.has(object.key)) continue;
    const parent = object.parent === null ? null : (there.get(object.parent) ?? null);
    if (object.parent !== null && parent === null) continue;
    const same = free.get(place(object, parent));
    if (same !== undefined && !back.has(same)) join(object.key, same);
  }
  const find = (key: string | undefined, { objects }: Definitions) => (key === undefined ? null : (objects.get(key) ?? null));
  return {
    afterOf: ({ key }) => find(there.get(key), after),
    beforeOf: ({ key }) => find(back.get(key), before),
  };
}

function place({ kind, local, name }: Definition, parent: string | null): string {
  const routine = kind === "function" || kind === "procedure" || kind === "aggregate";
  return JSON.stringify([kind, parent, local, routine || kind === "other" ? name.slice(name.indexOf("(")) : ""]);
}
