import type { Definition } from "./definitions.js";
import { PARTS } from "./kinds.js";

export type Entry = Omit<Definition, "needs" | "owners">;

interface Dependency {
  readonly key: string;
  readonly needs: string;
  /** pg_depend.deptype: n(ormal), a(uto), i(nternal), P and S (partitions), e(xtension member), x. */
  readonly kind: string;
}

interface Comment {
  readonly key: string;
  readonly comment: string;
  readonly type: string;
  readonly identity: string;
}

interface Linked extends Entry {
  readonly needs: string[];
  readonly owners: string[];
  readonly facets: Record<string, string>;
}

export function linkDefinitions(
  entries: readonly Entry[],
  dependencies: readonly Dependency[],
  aliases: ReadonlyMap<string, string>,
  comments: readonly Comment[],
): ReadonlyMap<string, Definition> {
  const objects = new Map<string, Linked>();
  for (const entry of entries) objects.set(entry.key, { ...entry, needs: [], owners: [], facets: { ...entry.facets } });
  const find = (key: string) => resolve(key, objects, aliases);
  for (const object of objects.values()) {
    const parent = object.parent === null ? null : find(object.parent);
    if (parent === null) continue;
    object.needs.push(parent.key);
    if (PARTS.has(object.kind)) object.owners.push(parent.key);
  }
  for (const { key, needs, kind } of dependencies) {
    const [from, to] = [find(key), find(needs)];
    if (from !== null && to !== null && from !== to && kind !== "e") link(from, to, kind);
  }
  for (const { key, comment, type, identity } of comments) {
    const direct = objects.get(key);
    if (direct !== undefined) direct.facets["comment"] = comment;
    else {
      const word = type.endsWith(" column") ? "COLUMN" : type.toUpperCase();
      const of = find(key);
      if (of !== null && of.kind !== "extension") of.facets[`comment ${word} ${identity}`] = comment;
    }
  }
  return objects;
}

function link(from: Linked, to: Linked, kind: string): void {
  const goes = kind === "a" || kind === "i" || kind === "P" || kind === "S";
  const keys = (one: Linked) => one.kind === "index" || one.kind === "constraint";
  if (kind === "P" && keys(from) && keys(to)) {
    // The index of a partitioned table takes in those of its partitions that are already there.
    from.owners.push(to.key);
    to.needs.push(from.key);
    return;
  }
  if (goes && !(from.kind === "column" && to.kind === "column")) from.owners.push(to.key);
  const serial = from.kind === "sequence" && to.kind === "column";
  if (!serial) from.needs.push(to.key);
}

/** The object that a catalog entry is, or is a part of; null for what has no definition. */
function resolve(key: string, objects: ReadonlyMap<string, Linked>, aliases: ReadonlyMap<string, string>): Linked | null {
  let at = key;
  for (let steps = 0; steps < 6; steps++) {
    const object = objects.get(at);
    if (object !== undefined) return object;
    const alias = aliases.get(at);
    const whole = at.split("/").slice(0, 2).join("/");
    if (alias !== undefined) at = alias;
    else if (whole !== at) at = whole;
    else return null;
  }
  return null;
}
