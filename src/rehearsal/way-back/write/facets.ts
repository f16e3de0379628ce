import type { Definition } from "../definitions.js";
import { rankOf } from "../kinds.js";
import { facetSql, LINKS, unlinkSql } from "./facet-sql.js";
import { initialPrivileges } from "./initial-privileges.js";
import type { State } from "./state.js";

/** Let go of first: partitions of a parent and sequences of a column that will be dropped, or are of another. */
export function unlinkFirst(state: State): string[] {
  return [...state.after.objects.values()].flatMap((after) => {
    const before = state.drop.has(after.key) ? null : state.pairs.beforeOf(after);
    if (before === null) return [];
    return LINKS.flatMap((facet) => {
      const value = after.facets[facet];
      return value !== undefined && isLoose(facet, before, after, state) ? unlinkSql(facet, after, value) : [];
    });
  });
}

/** The link is another one, or what it leads to is dropped. */
function isLoose(facet: string, before: Definition, after: Definition, state: State): boolean {
  const links = after.owners.concat(facet === "ownedBy" ? [] : after.needs);
  const ends = links.filter((key) => {
    const kind = state.after.objects.get(key)?.kind;
    return kind === (facet === "ownedBy" ? "column" : "table");
  });
  if (ends.some((key) => state.drop.has(key) || isDroppedTable(key, state))) return true;
  return before.facets[facet] !== after.facets[facet] && !(before.key === after.key && sameEnds(before, ends, facet, state));
}

function isDroppedTable(key: string, state: State): boolean {
  const parent = state.after.objects.get(key)?.parent ?? null;
  return parent !== null && state.drop.has(parent);
}

/** The same link, to something that was renamed. */
function sameEnds(before: Definition, ends: readonly string[], facet: string, state: State): boolean {
  if (before.facets[facet] === undefined) return false;
  const wanted = before.owners.concat(before.needs);
  return ends.every((key) => {
    const end = state.after.objects.get(key);
    const then = end === undefined ? null : state.pairs.beforeOf(end);
    return then !== null && wanted.includes(then.key);
  });
}

/** Everything that is set on objects, once all of them are there under their names of before. */
export function setFacets(state: State): string[] {
  const remade = new Set([...state.create].map((key) => state.before.objects.get(key)?.local));
  return [...state.before.objects.values()]
    .sort((a, b) => rankOf(a.kind) - rankOf(b.kind) || a.age - b.age)
    .flatMap((object) => {
      const isNew = state.create.has(object.key);
      const after = isNew ? null : state.pairs.afterOf(object);
      const facets = new Set([...Object.keys(object.facets), ...Object.keys(after?.facets ?? {}), ...(isNew ? ["acl"] : [])]);
      return [...facets].flatMap((facet) => one(facet, object, after, remade, state));
    })
    .concat(droppedPrivileges(state));
}

function one(
  facet: string,
  object: Definition,
  after: Definition | null,
  remade: ReadonlySet<string | undefined>,
  state: State,
): string[] {
  const [value, was] = [object.facets[facet] ?? null, after?.facets[facet] ?? null];
  if (after === null && (facet === "persistence" || facet === "inherits" || facet === "accessMethod")) return [];
  if (LINKS.includes(facet)) {
    const loose = after === null || was === null || isLoose(facet, object, after, state);
    return loose && value !== null ? facetSql(facet, object, value, null, state) : [];
  }
  if (after === null && facet === "acl") {
    const given = initialPrivileges(object, state);
    return value === given ? [] : facetSql(facet, object, value, given, state);
  }
  const byIndex = facet === "replicaIdentity" || facet === "cluster";
  const again = byIndex && value !== null && [...remade].some((local) => local !== undefined && value.includes(local));
  return value !== was || again ? facetSql(facet, object, value, was, state) : [];
}

/** Default privileges are nothing but their privileges. */
function droppedPrivileges(state: State): string[] {
  return [...state.drop].flatMap((key) => {
    const object = state.after.objects.get(key);
    if (object?.kind !== "default privileges") return [];
    return facetSql("acl", object, null, object.facets["acl"] ?? null, state);
  });
}
