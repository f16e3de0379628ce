/** What lies in parsed JSON under these keys; undefined where something on the way is no object, or has no such key of its own. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  let inner = value;
  for (const key of keys)
    inner =
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined;
  return inner;
}
