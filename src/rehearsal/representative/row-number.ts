/** SQL of a column's value for a row number, which is SQL itself. */
export type Generator = (row: string) => string;

/** A whole number below `below`, the same whenever the row and the salt are. */
export function hashed(row: string, salt: number, below: number): string {
  return `((hashint8extended(${row}, ${salt}) & 9223372036854775807) % ${Math.max(1, Math.round(below))})`;
}

/** True for this share of the rows. */
export function forShare(row: string, salt: number, share: number): string {
  return `${hashed(row, salt, 1_000_000)} < ${Math.round(share * 1_000_000)}`;
}

/** A number of its own for each word (FNV-1a), so that columns of the same place do not go together. */
export function saltOf(seed: number, ...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5 ^ (seed | 0);
  for (const character of words.join("\0")) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
