/** `0 B`, `812 B`, `16.0 kB`, `387.2 MB`: decimal units. */
export function bytes(number: number): string {
  const size = Math.abs(number);
  if (size < 1_000) return `${number} B`;
  if (size < 1_000_000) return `${(number / 1_000).toFixed(1)} kB`;
  return size < 1_000_000_000 ? `${(number / 1_000_000).toFixed(1)} MB` : `${(number / 1_000_000_000).toFixed(2)} GB`;
}
