import { type Value, type Values, value } from "./value.js";

/** Values of the remaining types that are not made of others; null for one that nothing is known of. */
export function otherValues(type: string, modifier: number, sql: string): Values | null {
  const made = FAMILIES[type]?.(modifier);
  if (made !== undefined) return made;
  const dimensions = /(?:vector|halfvec)\((\d+)\)$/u.exec(sql)?.[1];
  if (type === "vector" || type === "halfvec") return vectors(Number(dimensions ?? 3));
  const simple = SIMPLE[type];
  if (simple === undefined) return null;
  const [tame = [], awkward = [], distinct = () => null] = simple;
  return { tame, awkward: awkward.map(([text, what]) => value(text, what)), distinct };
}

/** For a type that nothing is known of: texts that many input functions read. */
export const GUESSES: readonly string[] = ["", "0", "1", "a", "{}", "()", "(0,0)", "[1,2,3]", "POINT(0 0)", "a.b", "0/0"];

const FAMILIES: Readonly<Record<string, (modifier: number) => Values>> = {
  bit: (length) => bits(length < 1 ? 1 : length, false),
  varbit: (length) => bits(length < 1 ? 64 : length, true),
  json: () => jsons([value('{"a": "\\u0000"}', "JSON that jsonb refuses"), value('{"a": 1, "a": 2}', "JSON with a key twice")]),
  jsonb: () => jsons([]),
  bool: () => ({
    tame: ["false", "true"],
    awkward: [value("true", null), value("false", null)],
    distinct: (at) => ["false", "true"][at] ?? null,
  }),
};

function bits(length: number, shorter: boolean): Values {
  const kept = Math.min(length, 1_000);
  return {
    tame: ["0".repeat(shorter ? 1 : kept)],
    awkward: [value("1".repeat(kept), "bits all set"), ...(shorter ? [value("", "no bits")] : [])],
    distinct: (at) => {
      const text = at.toString(2);
      return text.length > kept ? null : text.padStart(kept, "0");
    },
  };
}

function jsons(more: readonly Value[]): Values {
  return {
    tame: ["{}", "[]", '"a"', "1"],
    awkward: [
      value("null", "JSON null"),
      value("[]", "empty JSON array"),
      value('"text"', "JSON that is a string"),
      value("0", "JSON that is a number"),
      value('{"a": {"b": [null, {}]}}', "nested JSON"),
      ...more,
    ],
    distinct: (at) => `{"awkward": ${at}}`,
  };
}

function vectors(dimensions: number): Values {
  const all = (text: string) => `[${Array.from({ length: dimensions }, () => text).join(",")}]`;
  return { tame: [all("1")], awkward: [value(all("0"), "zero vector")], distinct: (at) => all(String(at + 2)) };
}

type Simple = readonly [
  tame: readonly string[],
  awkward: readonly (readonly [string, string])[],
  distinct?: (at: number) => string | null,
];

const hex = (at: number, digits: number) => at.toString(16).padStart(digits, "0");

const SIMPLE: Readonly<Record<string, Simple>> = {
  uuid: [
    ["aaaaaaaa-0000-4000-8000-000000000001"],
    [
      ["00000000-0000-0000-0000-000000000000", "UUID of zeros"],
      ["ffffffff-ffff-ffff-ffff-ffffffffffff", "UUID of ones"],
    ],
    (at) => `aaaaaaaa-0000-4000-9000-${hex(at, 12)}`,
  ],
  bytea: [
    ["\\x61"],
    [
      ["\\x", "no bytes"],
      ["\\x00ff", "bytes that are no text"],
      [`\\x${"78".repeat(300)}`, "300 bytes"],
    ],
    (at) => `\\xaa${hex(at, 8)}`,
  ],
  inet: [
    ["192.0.2.1"],
    [
      ["2001:db8::1", "IPv6 address"],
      ["192.0.2.1/24", "address with a netmask"],
      ["0.0.0.0/0", "widest network"],
    ],
    (at) => `198.18.${Math.floor(at / 256) % 256}.${at % 256}`,
  ],
  cidr: [
    ["192.0.2.0/24"],
    [
      ["2001:db8::/32", "IPv6 network"],
      ["0.0.0.0/0", "widest network"],
    ],
    (at) => `198.18.${Math.floor(at / 256) % 256}.${at % 256}/32`,
  ],
  macaddr: [["08:00:2b:01:02:03"], [["00:00:00:00:00:00", "address of zeros"]], (at) => `aa:aa:aa:aa:aa:${hex(at % 256, 2)}`],
  macaddr8: [
    ["08:00:2b:01:02:03:04:05"],
    [["00:00:00:00:00:00:00:00", "address of zeros"]],
    (at) => `aa:aa:aa:aa:aa:aa:aa:${hex(at % 256, 2)}`,
  ],
  point: [
    ["(1,1)"],
    [
      ["(0,0)", "origin"],
      ["(NaN,NaN)", "NaN"],
      ["(Infinity,-Infinity)", "infinite point"],
    ],
    (at) => `(${1000 + at},0)`,
  ],
  line: [["{1,-1,0}"], [["{0,1,0}", "horizontal line"]], (at) => `{1,-1,${at + 1}}`],
  lseg: [["[(0,0),(1,1)]"], [["[(0,0),(0,0)]", "segment without length"]], (at) => `[(0,0),(${at + 2},1)]`],
  box: [["(1,1),(0,0)"], [["(0,0),(0,0)", "box without area"]], (at) => `(${10 * at + 11},1),(${10 * at + 10},0)`],
  path: [["[(0,0),(1,1)]"], [["((0,0))", "closed path of one point"]], (at) => `[(0,0),(${at + 2},1)]`],
  polygon: [["((0,0),(1,1),(1,0))"], [["((0,0))", "polygon of one point"]], (at) => `((0,0),(${at + 2},1),(1,0))`],
  circle: [["<(0,0),1>"], [["<(0,0),0>", "circle without area"]], (at) => `<(${10 * at + 10},0),1>`],
  tsvector: [["alpha:1"], [["", "empty text vector"]], (at) => `awkward${at}:1`],
  tsquery: [["'alpha'"], [["", "empty text query"]], (at) => `'awkward${at}'`],
  xml: [["<a/>"], [["no markup", "XML that is no document"]], (at) => `<a>${at}</a>`],
  pg_lsn: [["0/1"], [["FFFFFFFF/FFFFFFFF", "last position"]], (at) => `A/${hex(at, 1)}`],
  xid: [["10"], []],
  xid8: [["10"], []],
  pg_snapshot: [["10:20:10"], []],
  txid_snapshot: [["10:20:10"], []],
  jsonpath: [["$"], []],
  regclass: [["pg_catalog.pg_class"], []],
  regtype: [["pg_catalog.int4"], []],
  hstore: [
    ['"a"=>"b"'],
    [
      ["", "no keys"],
      ['"a"=>NULL', "key without value"],
    ],
    (at) => `"awkward"=>"${at}"`,
  ],
  ltree: [["a.b"], [["", "empty path"]], (at) => `awkward.n${at}`],
  geometry: [["POINT(1 1)"], [["POINT EMPTY", "empty geometry"]], (at) => `POINT(${at % 180} 2)`],
  geography: [["POINT(1 1)"], [["POINT EMPTY", "empty geography"]], (at) => `POINT(${at % 180} 2)`],
};
