import { createHash } from "node:crypto";

export interface Link<T> {
  readonly entry: T;
  /** SHA-256 in hex over the hash before it and the entry. */
  readonly hash: string;
}

/** Chains entries, so that none can be changed, dropped or put in between without every later hash changing. */
export function chain<T>(of: unknown, entries: readonly T[]): readonly Link<T>[] {
  let hash = sha256(canonical(of));
  return entries.map((entry) => {
    hash = sha256(`${hash}\n${canonical(entry)}`);
    return { entry, hash };
  });
}

/** Position of the first link whose hash does not follow from the one before it; null where all do. */
export function firstBroken<T>(of: unknown, links: readonly Link<T>[]): number | null {
  const right = chain(
    of,
    links.map(({ entry }) => entry),
  );
  const at = links.findIndex(({ hash }, index) => hash !== right[index]?.hash);
  return at < 0 ? null : at;
}

/** JSON with sorted keys and no spaces: the same value is the same text everywhere. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
