import { routineKeyOf } from "../catalog/key-of.js";
import type { Trigger } from "../model/catalog.js";
import { bodyCode } from "./body-relations.js";
import type { Moment } from "./rule.js";

/** Columns that a trigger sets in a row before it is inserted, as far as the text of its function tells. */
export function assignedOnInsert({ timing, level, events, routine }: Trigger, { catalog }: Moment): readonly string[] {
  if (timing !== "before" || level !== "row" || !events.includes("insert")) return [];
  const dot = routine.indexOf(".");
  const name = dot < 0 ? { schema: null, name: routine } : { schema: routine.slice(0, dot), name: routine.slice(dot + 1) };
  const key = routineKeyOf(name, catalog);
  const body = key === undefined ? undefined : catalog.routines.get(key)?.body;
  if (body == null) return [];
  // Elsewhere `=` compares.
  const assigned = /(?:^|;|\b(?:begin|then|else|loop))\s*new\s*\.\s*(?:"([^"]+)"|([a-z_][\w$]*))\s*:?=/giu;
  return [...bodyCode(body).matchAll(assigned)].map(([, quoted, plain = ""]) => quoted ?? plain.toLowerCase());
}
