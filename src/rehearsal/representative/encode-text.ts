import type { Shape } from "../awkward/shape.js";
import type { Encoding } from "./encode.js";

/** Where nobody said how long. */
const USUAL = 10;
/** Texts that must differ from each other have room for as many rows as anybody fills. */
const ENOUGH = 8;
/** Beyond, the parts repeat. */
const PARTS = 60;

/** A text of the number `v`; null for a type that is none. */
export function encodeText(
  shape: Shape & { readonly kind: "base" },
  v: string,
  { width, distinct, ordered }: Encoding,
): string | null {
  const limit = limitOf(shape);
  if (limit === null) return null;
  if (shape.name === "char") return letter(v, 0);
  if (ordered) return `lpad((${v})::text, ${Math.min(limit, 19)}, '0')`;
  // A width is that of the stored value, with a byte or four for its length.
  const wanted = Math.max(1, Math.round(width === null ? USUAL : width - 1));
  const length = Math.min(limit, distinct ? Math.max(ENOUGH, wanted) : wanted);
  return textOf(v, length);
}

/** Characters that fit; null for a type that is no text. */
export function limitOf({ name, modifier }: { readonly name: string; readonly modifier: number }): number | null {
  switch (name) {
    case "text":
    case "citext":
      return 1_000_000;
    case "varchar":
    case "bpchar":
      // The typmod of the character types is their length and 4 (varchar.c).
      return modifier < 4 ? 1_000_000 : modifier - 4;
    case "name":
      return 63;
    case "char":
      return 1;
    default:
      return null;
  }
}

/** Small letters; every number its own text, as far as so many letters go. */
export function textOf(v: string, length: number): string {
  if (length < ENOUGH) return Array.from({ length }, (_, place) => letter(v, place)).join(" || ");
  const head = `translate(lpad(to_hex(${v}), ${Math.min(length, 16)}, '0'), '0123456789', 'ghijklmnop')`;
  return length <= 16 ? head : `${head} || ${filler(v, length - 16)}`;
}

function letter(v: string, place: number): string {
  return `chr(97 + ((${v}) / ${26 ** place} % 26)::int)`;
}

function filler(v: string, length: number): string {
  const parts = Array.from({ length: Math.min(PARTS, Math.ceil(length / 32)) }, (_, at) => `md5((${v}) || '${at}')`);
  const all = parts.join(" || ");
  const times = Math.ceil(length / (32 * parts.length));
  return times > 1 ? `repeat(${all}, ${times})` : `left(${all}, ${length})`;
}
