import type { Expression } from "../model/operation.js";

/** Does the one condition let through, of the same column and for sure, what the other refuses? Lists of constants, lengths and bounds only. */
export function allowsMore(one: Expression, other: Expression): boolean {
  if (one.columns.length !== 1 || other.columns.length !== 1 || one.columns[0] !== other.columns[0]) return false;
  const [a, b] = [shapeOf(one), shapeOf(other)];
  if (a === null || b === null || a.kind !== b.kind) return false;
  if (a.kind === "list") return b.kind === "list" && a.values.some((value) => !b.values.includes(value));
  return b.kind === "bound" && a.frame === b.frame && (a.upper ? a.limit > b.limit : a.limit < b.limit);
}

type Shape =
  | { readonly kind: "list"; readonly values: readonly string[] }
  | { readonly kind: "bound"; readonly frame: string; readonly upper: boolean; readonly limit: number };

function shapeOf({ text, literals }: Expression): Shape | null {
  const plain = text.replaceAll(/::[\w ]+(?:\(\d+\))?(?:\[\])?/gu, "").replaceAll(/["\s()]/gu, "");
  // `IN (…)`, and what Postgres makes of it. Another operator beside it would narrow the list.
  if (/^[\w$.]+(?:in'|=anyarray\[')/iu.test(plain) && !/\b(?:and|or|not)\b/iu.test(text))
    return { kind: "list", values: literals };
  const bound = /^([\w$.]+?)(<=|>=|<|>)(-?\d+(?:\.\d+)?)$/u.exec(plain);
  if (bound === null) return null;
  const [, subject = "", sign = "", limit = ""] = bound;
  return { kind: "bound", frame: `${subject}${sign}`, upper: sign.startsWith("<"), limit: Number(limit) };
}
