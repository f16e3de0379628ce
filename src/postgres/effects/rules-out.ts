import { overlap, type SimpleBound, simpleBound, takes } from "../partition-values.js";

/**
 * Does a condition over the partition key rule out every row of a bound, so that Postgres can prove it without reading
 * (predicate_refuted_by in predtest.c)? Known are comparisons of the key with constants, joined by AND and OR; anything else rules out nothing.
 */
export function rulesOut(condition: string, column: string, bound: string): boolean {
  const wanted = simpleBound(bound);
  return wanted !== null && excludes(condition, column, wanted);
}

function excludes(condition: string, column: string, wanted: SimpleBound): boolean {
  const text = unwrapped(condition);
  const choices = partsOf(text, "or");
  // NULL is in no bound of a single column, but for a list that names it, which `simpleBound` tells as null.
  if (choices.length > 1) return choices.every((each) => isNull(each, column) || excludes(each, column, wanted));
  const parts = partsOf(text, "and");
  return parts.length > 1 ? parts.some((each) => excludes(each, column, wanted)) : apart(text, column, wanted);
}

/** One comparison, the key on its left. */
function apart(text: string, column: string, wanted: SimpleBound): boolean {
  const match = /^\(?\s*"?([^\s"()<>=!]+)"?\s*\)?\s*(<=|>=|<>|!=|=|<|>|not\s+in\b|in\b)\s*([\s\S]+)$/iu.exec(text);
  if (match?.[1]?.toLowerCase() !== column.toLowerCase()) return false;
  const sign = (match[2] ?? "").toLowerCase().replace(/\s+/gu, " ");
  const listed =
    /^(?:any|all)?\s*\(\s*(?:array\s*\[)?([\s\S]*?)\]?(?:::[\w ]+\[\])?\s*\)$/iu.exec(match[3] ?? "")?.[1] ?? match[3] ?? "";
  const list = simpleBound(`in (${listed.replace(/[()]/gu, "")})`);
  if (list?.kind !== "list" || list.values.includes(null)) return false;
  const [value] = list.values;
  if (sign === "=" || sign === "in") return list.values.every((each) => each !== null && takes(wanted, each) === false);
  if (sign === "<>" || sign === "!=" || sign === "not in")
    return wanted.kind === "list" && wanted.values.every((each) => list.values.includes(each));
  if (value == null || list.values.length > 1 || wanted.kind !== "range") return false;
  if (sign.startsWith(">")) return overlap({ kind: "range", from: value, to: null }, wanted) === false;
  return overlap({ kind: "range", from: null, to: value }, wanted) === false && (sign === "<" || takes(wanted, value) === false);
}

function isNull(text: string, column: string): boolean {
  return new RegExp(`^"?${column.replace(/[$()*+.?[\\\]^{|}]/gu, "\\$&")}"?\\s+is\\s+null$`, "iu").test(unwrapped(text));
}

/** Without parentheses around all of it. */
function unwrapped(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("(") || !trimmed.endsWith(")")) return trimmed;
  let depth = 0;
  for (const [at, each] of [...masked(trimmed)].entries()) {
    depth += each === "(" ? 1 : each === ")" ? -1 : 0;
    if (depth === 0 && at < trimmed.length - 1) return trimmed;
  }
  return unwrapped(trimmed.slice(1, -1));
}

/** What the word joins outside of parentheses. */
function partsOf(text: string, word: "and" | "or"): readonly string[] {
  const plain = masked(text);
  const parts: string[] = [];
  let from = 0;
  for (const { index } of plain.matchAll(new RegExp(`\\b${word}\\b`, "giu"))) {
    const before = plain.slice(0, index);
    if (before.split("(").length !== before.split(")").length) continue;
    parts.push(text.slice(from, index));
    from = index + word.length;
  }
  return [...parts, text.slice(from)];
}

/** Quoted text as blanks of the same length. */
function masked(text: string): string {
  return text.replace(/'(?:[^']|'')*'|"[^"]*"/gu, (quoted) => "_".repeat(quoted.length));
}
