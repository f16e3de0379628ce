import { quoted } from "../../quoted.js";
import type { Definition } from "../definitions.js";
import { RELATION_LIKE, wordOf } from "../kinds.js";
import { dropSql } from "./drops.js";
import type { State } from "./state.js";

export interface LateDrops {
  /** Makes room for what takes the name. */
  readonly aside: readonly string[];
  readonly drops: readonly string[];
}

/** What goes last: by then schemas have their names of before. */
export function planLateDrops(late: readonly Definition[], state: State): LateDrops {
  const taken = new Set(
    [...state.before.objects.values()].filter(({ kind }) => RELATION_LIKE.has(kind) || kind === "schema").map(({ name }) => name),
  );
  const aside: string[] = [];
  const drops = late.flatMap((object) => {
    const schema = schemaName(object, state);
    const movable = RELATION_LIKE.has(object.kind);
    if (!movable) return dropSql(object, state);
    const name = `${schema}.${object.ident}`;
    if (!taken.has(object.name)) return [`DROP ${wordOf(object.kind)} ${name}`];
    const other = `${object.local}_to_drop`.slice(0, 63);
    aside.push(`ALTER ${wordOf(object.kind)} ${object.name} RENAME TO ${quoted(other)}`);
    return [`DROP ${wordOf(object.kind)} ${schema}.${quoted(other)}`];
  });
  return { aside, drops };
}

function schemaName({ parent }: Definition, state: State): string {
  const schema = parent === null ? undefined : state.after.objects.get(parent);
  return ((schema === undefined ? null : state.pairs.beforeOf(schema)) ?? schema)?.name ?? "";
}
