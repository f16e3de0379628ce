import type { Definition, Kind } from "../definitions.js";
import { TYPES } from "../kinds.js";
import { beforeParent, type State } from "./state.js";

/** What an object made anew is granted by the default privileges in force, as `facets.acl` tells it; null for nothing. */
export function initialPrivileges(object: Definition, state: State): string | null {
  const on = nameFor(object.kind);
  if (on === null) return null;
  const home = beforeParent(state, object);
  const schema = home === null ? null : (state.pairs.afterOf(home)?.key ?? null);
  const items = [...state.after.objects.values()]
    .filter(
      ({ kind, facts, parent }) =>
        kind === "default privileges" && facts["mine"] === "yes" && facts["on"] === on && (parent === null || parent === schema),
    )
    .flatMap(({ facets }): unknown[] => {
      const value: unknown = JSON.parse(facets["acl"] ?? "[]");
      return Array.isArray(value) ? value : [];
    });
  return items.length === 0 ? null : JSON.stringify(items);
}

function nameFor(kind: Kind): string | null {
  if (TYPES.has(kind)) return "TYPES";
  if (kind === "table" || kind === "view" || kind === "materialized view") return "TABLES";
  if (kind === "function" || kind === "procedure" || kind === "aggregate") return "FUNCTIONS";
  if (kind === "sequence") return "SEQUENCES";
  return kind === "schema" ? "SCHEMAS" : null;
}
