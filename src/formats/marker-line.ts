/**
 * Where node-pg-migrate's marker begins, as `/^\s*--[\s-]*up\s+migration/im` would tell; -1 without one. Looks back from the
 * word: a pattern that looks forward reads a run of blanks and dashes again from each of its lines.
 */
export function markerLine(text: string, direction: "up" | "down"): number {
  for (const { index } of text.matchAll(new RegExp(`(?<=[\\s-])${direction}\\s+migration`, "giu"))) {
    let from = index;
    while (from > 0 && /[\s-]/u.test(text.charAt(from - 1))) from--;
    // What stands before the run shares its first line.
    const first = from === 0 ? 0 : text.indexOf("\n", from) + 1;
    if (from > 0 && (first === 0 || first > index)) continue;
    const found = /^[^\S\n]*--/mu.exec(text.slice(first, index));
    if (found !== null) return first + found.index;
  }
  return -1;
}
