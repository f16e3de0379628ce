import { createHash } from "node:crypto";

/** A hash for each id in 64 hex digits: the same in every run, and never twice, even where an id comes twice. */
export function fingerprints(ids: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return ids.map((id) => {
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    return createHash("sha256").update(`${id}\u0000${before}`).digest("hex");
  });
}
