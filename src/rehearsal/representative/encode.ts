import { type Shape, undress } from "../awkward/shape.js";
import { literal } from "../quoted.js";
import { encodeText } from "./encode-text.js";

export interface Encoding {
  /** Average bytes that the value should have; null where nobody said. */
  readonly width: number | null;
  /** Every number its own value, as far as the type has as many. */
  readonly distinct: boolean;
  /** The greater number the greater value: for the bounds of a range. */
  readonly ordered?: true;
}

/** SQL of the value that stands for the number `v`; null for a type that nothing is known of. */
export function encode(shape: Shape, v: string, encoding: Encoding): string | null {
  const made = encodeBare(shape, v, encoding);
  return made === null ? null : `(${made})::${shape.sql}`;
}

function encodeBare(shape: Shape, v: string, encoding: Encoding): string | null {
  switch (shape.kind) {
    case "domain":
      return encodeBare(shape.base, v, encoding);
    case "enum":
      return shape.labels.length === 0 ? null : pick(shape.labels, v);
    case "array": {
      const element = encode(undress(shape.element), v, encoding);
      return element === null ? null : `array[${element}]`;
    }
    case "composite": {
      const parts = shape.attributes.map((attribute) => encode(attribute, v, encoding));
      return parts.includes(null) ? null : `row(${parts.join(", ")})`;
    }
    case "range": {
      // One ends before the next begins.
      const bounds = [`(2 * (${v}))`, `(2 * (${v}) + 1)`].map((at) =>
        encode(shape.bound, at, { width: null, distinct: true, ordered: true }),
      );
      return bounds.includes(null) ? null : `${shape.sql}(${bounds.join(", ")})`;
    }
    case "multirange": {
      const range = encode(shape.range, v, encoding);
      return range === null ? null : `${shape.sql}(${range})`;
    }
    case "base":
      return encodeText(shape, v, encoding) ?? encodeBase(shape, v, encoding);
  }
}

/** One of the texts, in turn. */
export function pick(texts: readonly string[], v: string): string {
  if (texts.length === 1) return literal(texts[0] ?? "");
  return `(array[${texts.map(literal).join(", ")}]::text[])[1 + ((${v}) % ${texts.length})::int]`;
}

type Base = Shape & { readonly kind: "base" };

function encodeBase({ name, modifier, sql }: Base, v: string, { width, ordered }: Encoding): string | null {
  const dimensions = /(?:vector|halfvec)\((\d+)\)$/u.exec(sql)?.[1] ?? "3";
  switch (name) {
    case "uuid":
      return ordered ? `lpad(to_hex(${v}), 32, '0')` : `md5((${v})::text)`;
    case "numeric":
      return numeric(modifier, v);
    case "json":
    case "jsonb":
      return width === null || width < 40
        ? `'{"n": ' || (${v}) || '}'`
        : `'{"n": ' || (${v}) || ', "text": "' || repeat(md5((${v})::text), ${Math.ceil((width - 24) / 32)}) || '"}'`;
    case "bytea":
      return width === null || width < 20
        ? `int8send(${v})`
        : `int8send(${v}) || decode(repeat(md5((${v})::text), ${Math.ceil((width - 8) / 16)}), 'hex')`;
    case "bit":
      return `(${v})::bit(${Math.max(1, modifier)})`;
    case "varbit":
      return `(${v})::bit(${modifier < 1 ? 64 : Math.min(64, modifier)})`;
    case "vector":
    case "halfvec":
      return vector(Number(dimensions), v);
    default:
      return SIMPLE[name]?.(v) ?? null;
  }
}

/** The text of a typmod: precision in the upper half, scale in the lower 11 bits, signed since 15 (numeric.c). */
function numeric(modifier: number, v: string): string {
  if (modifier < 4) return v;
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const fitting = precision > 18 ? v : `(${v}) % ${10n ** BigInt(precision)}`;
  return scale === 0 ? fitting : `(${fitting})::numeric * 1e${-scale}`;
}

function vector(dimensions: number, v: string): string {
  const second = dimensions > 1 ? ` || ',' || (${v}) / 10000` : "";
  return `'[' || (${v}) % 10000${second} || '${",1".repeat(Math.max(0, dimensions - 2))}]'`;
}

const text = (before: string, after: string) => (v: string) => `'${before}' || (${v}) || '${after}'`;
const number = (v: string) => v;
const seconds = (start: string, most: string) => (v: string) => `${start} + ((${v})${most}) * interval '1 second'`;

const SIMPLE: Readonly<Record<string, (v: string) => string>> = {
  bool: (v) => `(${v}) % 2 = 1`,
  int2: number,
  int4: number,
  int8: number,
  oid: number,
  float4: number,
  float8: number,
  money: (v) => `(${v})::numeric`,
  date: (v) => `date '2000-01-01' + ((${v}) % 2000000)::int`,
  timestamp: seconds("timestamp '2010-01-01'", ""),
  timestamptz: seconds("timestamptz '2010-01-01 00:00:00+00'", ""),
  time: seconds("time '00:00'", " % 86400"),
  timetz: seconds("timetz '00:00+00'", " % 86400"),
  interval: (v) => `(${v}) * interval '1 second'`,
  inet: (v) => `inet '10.0.0.0' + (${v})`,
  cidr: (v) => `inet '10.0.0.0' + (${v})`,
  macaddr: (v) => `lpad(to_hex(${v}), 12, '0')`,
  macaddr8: (v) => `lpad(to_hex(${v}), 16, '0')`,
  point: text("(", ",0)"),
  line: text("{1,-1,", "}"),
  lseg: text("[(0,0),(", ",1)]"),
  box: (v) => `'(' || 2 * (${v}) || ',0),(' || 2 * (${v}) + 1 || ',1)'`,
  path: text("[(0,0),(", ",1)]"),
  polygon: text("((0,0),(", ",1),(1,0))"),
  circle: (v) => `'<(' || 4 * (${v}) || ',0),1>'`,
  tsvector: text("word", ""),
  tsquery: text("word", ""),
  xml: text("<a>", "</a>"),
  pg_lsn: (v) => `to_hex((${v}) >> 32) || '/' || to_hex((${v}) & 4294967295)`,
  xid: (v) => `((${v}) % 4000000000)::text`,
  xid8: (v) => `(${v})::text`,
  jsonpath: text("$.a", ""),
  regclass: () => "'pg_catalog.pg_class'",
  regtype: () => "'pg_catalog.int4'",
  hstore: text('"n"=>"', '"'),
  ltree: text("top.n", ""),
  geometry: (v) => `'POINT(' || (${v}) % 180 || ' ' || (${v}) / 180 % 90 || ')'`,
  geography: (v) => `'POINT(' || (${v}) % 180 || ' ' || (${v}) / 180 % 90 || ')'`,
};
