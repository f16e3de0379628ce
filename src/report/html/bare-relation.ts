/** A relation key without the schema that everyone is in. */
export function bareRelation(key: string): string {
  return key.startsWith("public.") ? key.slice("public.".length) : key;
}
