/** Things that servers of several versions say alike, told once with the versions, in the order first met. */
export function byMajors<T>(
  majors: readonly (readonly [string, readonly T[]])[],
): readonly { readonly it: T; readonly on: readonly string[] }[] {
  const found = new Map<string, { readonly it: T; readonly on: string[] }>();
  for (const [major, things] of majors) {
    for (const it of things) {
      const key = JSON.stringify(it);
      const known = found.get(key);
      if (known === undefined) found.set(key, { it, on: [major] });
      else if (!known.on.includes(major)) known.on.push(major);
    }
  }
  return [...found.values()];
}
