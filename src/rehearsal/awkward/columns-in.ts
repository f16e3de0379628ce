const TOKEN = /'(?:[^']|'')*'|"(?<quoted>(?:[^"]|"")*)"|(?<plain>[\p{L}_][\p{L}\p{N}_$]*)/gu;

/** Those of `names` that an expression mentions. A function of that name counts too: the worse guess of the two is to miss one. */
export function columnsIn(expression: string, names: readonly string[]): string[] {
  const mentioned = new Set(
    [...expression.matchAll(TOKEN)].map(({ groups = {} }) => groups["quoted"]?.replaceAll('""', '"') ?? groups["plain"]),
  );
  return names.filter((name) => mentioned.has(name));
}
