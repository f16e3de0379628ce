import type { TypeReference } from "../model/operation.js";

/** Largest numbers; the smallest are one further from zero (PostgreSQL manual, 8.1). */
const LARGEST: Readonly<Record<string, bigint>> = { int2: 32_767n, int4: 2_147_483_647n, int8: 9_223_372_036_854_775_807n };
const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar"]);

/**
 * The SQLSTATE with which the server is sure to refuse a text as a value of the type; null where it takes it, or nobody can
 * tell. `labels` are those of an enum. Since PostgreSQL 16 whole numbers may be written as 0x1F and 1_000, so that what
 * begins with a digit is left alone.
 */
export function refusedAs(text: string, from: TypeReference, to: TypeReference, labels: readonly string[] | null): string | null {
  if (from.array || to.array) return null;
  if (labels !== null) return TEXTS.has(from.name) && !labels.includes(text) ? "22P02" : null;
  const largest = LARGEST[to.name];
  if (largest !== undefined && /^\s*[-+]?\d+\s*$/u.test(text)) {
    const number = BigInt(text.trim().replace("+", ""));
    return number > largest || number < -largest - 1n ? "22003" : null;
  }
  if (!TEXTS.has(from.name)) return null;
  if (largest !== undefined) return /^\s*[-+]?\d/u.test(text) ? null : "22P02";
  // Unique prefixes of the words are taken too.
  if (to.name === "bool") return /^\s*[tfyno01]/iu.test(text) ? null : "22P02";
  if (to.name === "numeric") return /^\s*[-+]?(?:[\d.]|nan|inf)/iu.test(text) ? null : "22P02";
  return null;
}
