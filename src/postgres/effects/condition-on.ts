import { simpleBound } from "../partition-values.js";
import { patternOf } from "../pattern-of.js";

/** What a CHECK says of one column, as far as comparisons with constants go. */
export type Condition =
  | { readonly kind: "any" | "all"; readonly parts: readonly Condition[] }
  | { readonly kind: "null" }
  /** The column on the left; `values` are plain texts, several for `in` and `not in` alone. */
  | { readonly kind: "comparison"; readonly sign: Sign; readonly values: readonly string[] }
  | { readonly kind: "unknown" };

export type Sign = "<" | "<=" | ">" | ">=" | "in" | "not in";

/** Reads the text of a CHECK, as written or as `pg_get_expr` gives it. What is no comparison of the column with constants is unknown. */
export function conditionOn(column: string, check: string): Condition {
  const plain = check.replace(BETWEEN, (_, key: string, not: string | undefined, from: string, to: string) =>
    not === undefined ? `(${key} >= ${from} AND ${key} <= ${to})` : `(${key} < ${from} OR ${key} > ${to})`,
  );
  return read(plain, column);
}

const BETWEEN = /(?<![^\s()])([^\s()]+)\s+(not\s+)?between\s+('(?:[^']|'')*'|-?[\d.]+)\s+and\s+('(?:[^']|'')*'|-?[\d.]+)/giu;

function read(condition: string, column: string): Condition {
  const text = positive(unwrapped(condition));
  for (const [word, kind] of [
    ["or", "any"],
    ["and", "all"],
  ] as const) {
    const parts = partsOf(text, word);
    if (parts.length > 1) return { kind, parts: parts.map((part) => read(part, column)) };
  }
  return isNull(text, column) ? { kind: "null" } : comparison(text, column);
}

function comparison(text: string, column: string): Condition {
  const match = /^\(?\s*"?([^\s"()<>=!]+)"?\s*\)?\s*(<=|>=|<>|!=|=|<|>|not\s+in\b|in\b)\s*([\s\S]+)$/iu.exec(text);
  if (match?.[1]?.toLowerCase() !== column.toLowerCase()) return { kind: "unknown" };
  const written = (match[2] ?? "").toLowerCase().replace(/\s+/gu, " ");
  const right = match[3] ?? "";
  const listed = /^(?:any|all)?\s*\(\s*(?:array\s*\[)?([\s\S]*?)\]?(?:::[\w ]+\[\])?\s*\)$/iu.exec(right)?.[1] ?? right;
  const list = simpleBound(`in (${listed.replace(/[()]/gu, "")})`);
  if (list?.kind !== "list") return { kind: "unknown" };
  const values = list.values.flatMap((value) => value ?? []);
  if (values.length < list.values.length) return { kind: "unknown" };
  if (written === "=" || written === "in") return { kind: "comparison", sign: "in", values };
  if (written === "<>" || written === "!=" || written === "not in") return { kind: "comparison", sign: "not in", values };
  const sign = ORDERED.find((each) => each === written);
  return sign === undefined || values.length > 1 ? { kind: "unknown" } : { kind: "comparison", sign, values };
}

const ORDERED = ["<", "<=", ">", ">="] as const;

function isNull(text: string, column: string): boolean {
  return new RegExp(`^"?${patternOf(column)}"?\\s+is\\s+null$`, "iu").test(unwrapped(text));
}

/** `NOT (a AND b < 1)` as `NOT (a) OR NOT (b < 1)`, and so on down to the comparisons; what else NOT stands before stays. */
function positive(text: string): string {
  const inner = /^not\s*(\([\s\S]*\))$/iu.exec(text)?.[1];
  if (inner === undefined || unwrapped(inner) === inner) return text;
  const denied = unwrapped(inner);
  for (const [word, other] of [
    ["or", " AND "],
    ["and", " OR "],
  ] as const) {
    const parts = partsOf(denied, word);
    if (parts.length > 1) return parts.map((part) => `NOT (${part})`).join(other);
  }
  const match = /^([^'<>=!]+?)\s*(<=|>=|<>|!=|=|<|>)\s*([^<>=!]+)$/u.exec(denied);
  return match === null ? text : `${match[1]} ${OPPOSITES[match[2] ?? ""]} ${match[3]}`;
}

const OPPOSITES: Readonly<Record<string, string>> = {
  "<": ">=",
  ">": "<=",
  "<=": ">",
  ">=": "<",
  "=": "<>",
  "<>": "=",
  "!=": "=",
};

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
