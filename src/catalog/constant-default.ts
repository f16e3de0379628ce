import type { GivenValue } from "../model/operation.js";

/** What a row gets that says nothing of the column, from the text of its default. A cast of a constant is that constant. */
export function constantDefault(text: string | null): GivenValue {
  if (text === null) return { kind: "null" };
  const bare = unwrapped(text.trim());
  const quoted = /^'((?:[^']|'')*)'(?:::[\w\s."[\](),]+)?$/u.exec(bare);
  if (quoted !== null) return { kind: "constant", text: (quoted[1] ?? "").replaceAll("''", "'"), quoted: false };
  if (/^[+-]?\d+(?:\.\d+)?(?:::[\w\s.]+)?$/u.test(bare))
    return { kind: "constant", text: bare.replace(/::.*$/u, ""), quoted: false };
  if (/^(?:true|false)$/iu.test(bare)) return { kind: "constant", text: bare.toLowerCase(), quoted: false };
  return /^null\b/iu.test(bare) ? { kind: "null" } : { kind: "computed" };
}

function unwrapped(text: string): string {
  const inner = /^\(([^()]*)\)$/u.exec(text)?.[1];
  return inner === undefined ? text : inner.trim();
}
