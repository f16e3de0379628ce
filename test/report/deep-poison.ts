/** Fields whose values are words of ours, never of a change. */
const OURS = new Set([
  "cut",
  "decision",
  "digest",
  "direction",
  "evidence",
  "growth",
  "hazard",
  "mode",
  "outcome",
  "phase",
  "risk",
  "severity",
  "status",
  "statisticsTakenAt",
  "transaction",
  "work",
]);

/** The same value with every text in it replaced; a text that occurs twice gets the same replacement, so that names still meet. */
export function deepPoison<Value>(value: Value, next: () => string): Value {
  const replacements = new Map<string, string>();
  const replaced = (text: string): string => {
    const known = replacements.get(text) ?? next();
    replacements.set(text, known);
    return known;
  };
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") return replaced(part);
    if (Array.isArray(part)) return part.map(walk);
    if (part instanceof Map) return new Map([...part].map(([key, inner]) => [walk(key), walk(inner)]));
    if (part instanceof Set) return new Set([...part].map(walk));
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, OURS.has(key) ? inner : walk(inner)]));
  };
  return walk(value) as Value;
}
