import { routineKeyOf } from "../catalog/key-of.js";
import type { Trigger } from "../model/catalog.js";
import { bodyCode } from "./body-relations.js";
import type { Moment } from "./rule.js";

/**
 * Columns that a trigger sets in a row before it is inserted, as far as the text of its function tells. `surely`: outside of any IF,
 * or where the row has no value.
 */
export function assignedOnInsert(
  { timing, level, events, routine, conditional }: Trigger,
  { catalog }: Moment,
  how: "maybe" | "surely" = "maybe",
): readonly string[] {
  if (timing !== "before" || level !== "row" || !events.includes("insert")) return [];
  if (how === "surely" && conditional === true) return [];
  const dot = routine.indexOf(".");
  const name = dot < 0 ? { schema: null, name: routine } : { schema: routine.slice(0, dot), name: routine.slice(dot + 1) };
  const key = routineKeyOf(name, catalog);
  const body = key === undefined ? undefined : catalog.routines.get(key)?.body;
  if (body == null) return [];
  const code = how === "maybe" ? bodyCode(body) : withoutBranches(bodyCode(body));
  // Elsewhere `=` compares.
  const assigned = /(?:^|;|\b(?:begin|then|else|loop))\s*new\s*\.\s*(?:"([^"]+)"|([a-z_][\w$]*))\s*:?=/giu;
  return [...code.matchAll(assigned)].map(([, quoted, plain = ""]) => quoted ?? plain.toLowerCase());
}

function withoutBranches(code: string): string {
  for (let text = code; ; ) {
    const next = text.replace(/\bif\b(?:(?!\bif\b)[\s\S])*?\bend\s+if\b/giu, (branch) => FILLS_NULL.exec(branch)?.[1] ?? " ");
    if (next === text) return next;
    text = next;
  }
}

const FILLS_NULL = /^if\s+(?:new\s*\.\s*[\w$"]+)\s+is\s+null\s+then(\s+new\s*\.\s*[\w$"]+\s*:?=[^;]*;)\s*end/iu;
