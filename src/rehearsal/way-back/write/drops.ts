import type { Definition } from "../definitions.js";
import { rankOf, wordOf } from "../kinds.js";
import { afterParent, isRepeated, type State } from "./state.js";

export interface Drops {
  /** Before anything is renamed or made, in order. */
  readonly early: readonly string[];
  /** Still used by what stays until that is altered: types of columns, schemas that objects leave. In order. */
  readonly late: readonly Definition[];
}

export function planDrops(state: State): Drops {
  const { objects } = state.after;
  const doomed = [...state.drop].flatMap((key) => objects.get(key) ?? []);
  const late = lateOnes(doomed, state);
  const order = inOrder(doomed, state);
  const position = new Map(order.map((object, at) => [object.key, at]));
  const roots = order.filter((object) => !goesAlong(object, state));
  const explicit = doomed.filter(
    (object) => goesAlong(object, state) && !late.has(object.key) && standsInTheWay(object, state, position),
  );
  return {
    early: [...explicit, ...roots.filter(({ key }) => !late.has(key))].flatMap((object) => dropSql(object, state)),
    late: roots.filter(({ key }) => late.has(key)),
  };
}

/** Dropped with what it belongs to, or by a statement about the parent of its table. */
function goesAlong(object: Definition, { after, drop }: State): boolean {
  return isRepeated(object, after.objects, drop) || object.owners.some((owner) => drop.has(owner));
}

/** Where two tables refer to each other, one foreign key has to go before both. */
function standsInTheWay(object: Definition, state: State, position: ReadonlyMap<string, number>): boolean {
  if (object.kind !== "constraint" || object.facts["type"] !== "f" || object.parent === null) return false;
  const mine = position.get(object.parent) ?? -1;
  if (mine < 0) return false;
  return object.needs.some((key) => {
    const table = tableOf(state.after.objects.get(key), state);
    return table !== null && table !== object.parent && state.drop.has(table) && (position.get(table) ?? -1) < mine;
  });
}

function tableOf(object: Definition | undefined, state: State): string | null {
  for (let at = object ?? null; at !== null; at = afterParent(state, at)) if (at.kind === "table") return at.key;
  return null;
}

/** What something that stays still needs, and what that needs in turn. */
function lateOnes(doomed: readonly Definition[], { after, drop }: State): ReadonlySet<string> {
  const late = new Set<string>();
  const visit = (key: string) => {
    if (late.has(key) || !drop.has(key)) return;
    late.add(key);
    for (const need of after.objects.get(key)?.needs ?? []) visit(need);
  };
  const parts = new Set(["constraint", "index", "view", "materialized view", "rule", "trigger", "policy", "default"]);
  for (const object of after.objects.values()) {
    if (drop.has(object.key) || parts.has(object.kind)) continue;
    for (const need of object.needs) if (after.objects.get(need)?.kind !== "table") visit(need);
  }
  return new Set(doomed.filter(({ key }) => late.has(key)).map(({ key }) => key));
}

/** Dependents first, the youngest first. Cycles (of foreign keys) are cut where they close. */
function inOrder(doomed: readonly Definition[], state: State): Definition[] {
  const dependents = new Map<string, Definition[]>();
  const root = (object: Definition): Definition => {
    const owner = object.owners.map((key) => (state.drop.has(key) ? state.after.objects.get(key) : undefined)).find((one) => one);
    return owner === undefined ? object : root(owner);
  };
  for (const object of doomed) {
    for (const key of object.needs) {
      const need = state.drop.has(key) ? state.after.objects.get(key) : undefined;
      if (need === undefined) continue;
      const [from, to] = [root(object), root(need)];
      if (from !== to) dependents.set(to.key, [...(dependents.get(to.key) ?? []), from]);
    }
  }
  const order: Definition[] = [];
  const seen = new Set<string>();
  const visit = (object: Definition) => {
    if (seen.has(object.key)) return;
    seen.add(object.key);
    for (const dependent of sorted(dependents.get(object.key) ?? [])) visit(dependent);
    order.push(object);
  };
  for (const object of sorted(doomed)) visit(root(object));
  return order;
}

function sorted(objects: readonly Definition[]): Definition[] {
  return [...objects].sort((a, b) => rankOf(b.kind) - rankOf(a.kind) || b.age - a.age);
}

/** With names as they are before the way back begins. */
export function dropSql(object: Definition, state: State): string[] {
  const parent = afterParent(state, object);
  const of = parent?.name ?? "";
  const local = object.ident;
  switch (object.kind) {
    case "column":
      return [`ALTER TABLE ${of} DROP COLUMN ${local}`];
    case "attribute":
      return [`ALTER TYPE ${of} DROP ATTRIBUTE ${local}`];
    case "default":
      return [
        `ALTER TABLE ${(parent === null ? null : afterParent(state, parent))?.name} ALTER COLUMN ${parent?.ident} DROP DEFAULT`,
      ];
    case "constraint":
      return [`ALTER ${parent?.kind === "domain" ? "DOMAIN" : "TABLE"} ${of} DROP CONSTRAINT ${local}`];
    case "trigger":
    case "rule":
    case "policy":
      return [`DROP ${wordOf(object.kind)} ${local} ON ${of}`];
    case "default privileges":
      return [];
    case "other":
      return [`DROP ${object.name}`];
    default:
      return [`DROP ${wordOf(object.kind)} ${object.name}`];
  }
}
