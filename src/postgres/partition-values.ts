/** The bound of a partition with one key column and plain constants. */
export type SimpleBound =
  | { readonly kind: "range"; readonly from: string | null; readonly to: string | null }
  | { readonly kind: "list"; readonly values: readonly (string | null)[] };

/** Null where there are several columns, expressions, or a hash. `from` and `to` are null for MINVALUE and MAXVALUE. */
export function simpleBound(bound: string): SimpleBound | null {
  const range = /\bfrom\s*\(([^()]*)\)\s*to\s*\(([^()]*)\)/iu.exec(bound);
  if (range !== null) {
    const [from, to] = [constants(range[1] ?? ""), constants(range[2] ?? "")];
    if (from?.length !== 1 || to?.length !== 1) return null;
    return { kind: "range", from: from[0] ?? null, to: to[0] ?? null };
  }
  const list = /\bin\s*\(([^()]*)\)/iu.exec(bound)?.[1];
  const values = list === undefined ? null : constants(list);
  return values === null ? null : { kind: "list", values };
}

/** Do both take some value? Null where the constants do not compare by their text. */
export function overlap(a: SimpleBound, b: SimpleBound): boolean | null {
  if (a.kind === "list" && b.kind === "list") return a.values.some((value) => b.values.includes(value));
  if (a.kind !== "range" || b.kind !== "range") return null;
  const beforeEnd = a.from === null || b.to === null ? true : isBefore(a.from, b.to);
  const afterStart = b.from === null || a.to === null ? true : isBefore(b.from, a.to);
  return beforeEnd === null || afterStart === null ? null : beforeEnd && afterStart;
}

/** Does the partition take the value? */
export function takes(bound: SimpleBound, value: string): boolean | null {
  if (bound.kind === "list") return bound.values.includes(value);
  const below = bound.to === null ? true : isBefore(value, bound.to);
  const under = bound.from === null ? false : isBefore(value, bound.from);
  return below === null || under === null ? null : below && !under;
}

function isBefore(a: string, b: string): boolean | null {
  if (isNumber(a) && isNumber(b)) return Number(a) < Number(b);
  const [from, to] = [moment(a), moment(b)];
  return from === null || to === null ? null : from < to;
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/u.test(text);
}

/** `2026-01-01` and `2026-01-01 00:00:00+00` as texts of one length; other time zones and formats are not compared. */
function moment(text: string): string | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?(?:\+00(?::?00)?|Z)?$/u.exec(text);
  return match === null ? null : `${match[1]} ${(match[2] ?? "00:00").padEnd(8, ":00")}`;
}

/** Plain constants, casts left out; null for MINVALUE, MAXVALUE and NULL. */
function constants(list: string): (string | null)[] | null {
  const values: (string | null)[] = [];
  for (const part of list.split(/,(?=(?:[^']*'[^']*')*[^']*$)/u)) {
    const text = part
      .trim()
      .replace(/::[\w\s."]+$/u, "")
      .trim();
    const quoted = /^(?:(?:date|timestamp|timestamptz)\s+)?'((?:[^']|'')*)'$/iu.exec(text)?.[1];
    if (/^(?:minvalue|maxvalue|null)$/iu.test(text)) values.push(null);
    else if (quoted !== undefined) values.push(quoted.replaceAll("''", "'"));
    else if (isNumber(text) || /^(?:true|false)$/iu.test(text)) values.push(text.toLowerCase());
    else return null;
  }
  return values;
}
