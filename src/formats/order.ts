/** By code unit, as most tools sort file names. Locale plays no part. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Two runs of digits by value, however long. */
export function compareDigits(left: string, right: string): number {
  const a = left.replace(/^0+/u, "");
  const b = right.replace(/^0+/u, "");
  return a.length - b.length || compareText(a, b);
}

/** Runs of digits by value, everything else by code unit: `2_b` before `10_a`. */
export function compareNatural(left: string, right: string): number {
  const a = left.match(/\d+|\D+/gu) ?? [];
  const b = right.match(/\d+|\D+/gu) ?? [];
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [x = "", y = ""] = [a[i], b[i]];
    const order = /^\d/u.test(x) && /^\d/u.test(y) ? compareDigits(x, y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return a.length - b.length || compareText(left, right);
}

/** Dotted numbers part by part; a missing part counts as 0. */
export function compareDotted(left: string, right: string): number {
  const a = left.split(".");
  const b = right.split(".");
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = compareDigits(a[i] ?? "0", b[i] ?? "0");
    if (order !== 0) return order;
  }
  return 0;
}
