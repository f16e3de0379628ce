/** NAMEDATALEN - 1: identifiers hold 63 bytes (PostgreSQL manual, 4.1.1). */
const MAX_BYTES = 63;

/**
 * `table_column_label` as Postgres makes it (makeObjectName in indexcmds.c): the longer of the two names gives way first,
 * until the whole fits into 63 bytes. `taken` tells whether a name is in use; then 1, 2, … is added to the label.
 */
export function generatedName(
  table: string,
  columns: readonly string[],
  label: string,
  taken: (name: string) => boolean,
): string {
  for (let pass = 0; ; pass += 1) {
    const name = fitted(table, columns.join("_"), pass === 0 ? label : `${label}${pass}`);
    if (!taken(name)) return name;
  }
}

/** Cuts an identifier to 63 bytes, never inside a character, as the server does with a NOTICE. */
export function truncatedIdentifier(name: string, bytes = MAX_BYTES): string {
  if (byteLength(name) <= bytes) return name;
  let cut = name;
  while (byteLength(cut) > bytes) cut = [...cut].slice(0, -1).join("");
  return cut;
}

function fitted(first: string, second: string, label: string): string {
  const overhead = (second === "" ? 0 : 1) + (label === "" ? 0 : 1 + byteLength(label));
  const room = MAX_BYTES - overhead;
  let firstBytes = byteLength(first);
  let secondBytes = byteLength(second);
  while (firstBytes + secondBytes > room) {
    if (firstBytes > secondBytes) firstBytes -= 1;
    else secondBytes -= 1;
  }
  const parts = [truncatedIdentifier(first, firstBytes)];
  if (second !== "") parts.push(truncatedIdentifier(second, secondBytes));
  if (label !== "") parts.push(label);
  return parts.join("_");
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
