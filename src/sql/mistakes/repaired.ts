/** Guards that PostgreSQL does not have, where leaving them out is what was meant on a first run. */
const GUARDS = [
  /(\bADD\s+CONSTRAINT\s+)(IF\s+NOT\s+EXISTS)\b/iu,
  /(\bCREATE\s+(?:TYPE|TRIGGER|POLICY)\s+)(IF\s+NOT\s+EXISTS)\b/iu,
];

/**
 * The statement as it was meant, of the same length, so that places hold; null where that cannot be told surely.
 * What it would do is judged as well: mending a typing mistake must not uncover a lock that nobody was told of.
 */
export function repaired(text: string): string | null {
  for (const guard of GUARDS) {
    const mended = text.replace(guard, (_, before: string, words: string) => before + " ".repeat(words.length));
    if (mended !== text) return mended;
  }
  return null;
}
