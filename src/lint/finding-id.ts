import { createHash } from "node:crypto";

/** Stable across runs and machines: the rule, what it is about, and the statement without its white space. */
export function findingId(rule: string, subject: string, text: string): string {
  const plain = text.replace(/\s+/gu, " ").trim();
  return createHash("sha256").update([rule, subject, plain].join("\u0000")).digest("hex").slice(0, 16);
}
