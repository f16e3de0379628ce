import type { BodyReader } from "../protocol/body-reader.js";

const SPECIAL: ReadonlyMap<number, string> = new Map([
  [0xc000, "NaN"],
  [0xd000, "Infinity"],
  [0xf000, "-Infinity"],
]);

/** Digits to the base 10000, the weight of the first, the sign, and how many decimals are shown (PostgreSQL source, numeric_recv). */
export function readNumeric(fields: BodyReader): string {
  const count = fields.uint16();
  const weight = fields.int16();
  const sign = fields.uint16();
  const scale = fields.uint16();
  const digits = Array.from({ length: count }, () => fields.uint16());
  const special = SPECIAL.get(sign);
  if (special !== undefined) return special;
  const group = (at: number) => String(digits[at] ?? 0).padStart(4, "0");
  let whole = "";
  for (let at = 0; at <= weight; at++) whole += group(at);
  let decimals = "";
  for (let at = weight + 1; decimals.length < scale; at++) decimals += group(at);
  const shown = whole.replace(/^0+(?=\d)/u, "") || "0";
  return `${sign === 0x4000 ? "-" : ""}${shown}${scale > 0 ? `.${decimals.slice(0, scale)}` : ""}`;
}
