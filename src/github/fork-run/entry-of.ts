import { strFromU8, unzipSync } from "fflate";

/**
 * The text of one file of a ZIP archive that a stranger made. Names and sizes in it are claims: no other entry is unpacked,
 * nothing is written anywhere, and no more is unpacked than `most` bytes.
 * Returns null where there is no such entry, or it is larger. Throws for what is no archive.
 */
export function entryOf(archive: Uint8Array, name: string, most: number): string | null {
  const entries = unzipSync(archive, { filter: (file) => file.name === name && file.originalSize <= most });
  const bytes = entries[name];
  return bytes === undefined || bytes.length > most ? null : strFromU8(bytes);
}
