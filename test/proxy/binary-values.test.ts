import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeBinary } from "../../src/proxy/literal/decode-binary.js";
import { type LoggingServer, startLoggingServer } from "./logging-server.js";

const values: Readonly<Record<string, readonly string[]>> = {
  bool: ["t", "f"],
  int2: ["-32768", "7"],
  int4: ["-2147483648", "7"],
  int8: ["-9223372036854775808", "9223372036854775807"],
  float4: ["0.1", "-0", "1e-40", "NaN", "-Infinity", "3.4028235e38"],
  float8: ["0.1", "-0", "5e-324", "NaN", "Infinity", "1e300"],
  numeric: ["0", "0.00", "-0.00001234", "12345678901234567890.123456789", "1e40", "1e-20", "10000", "NaN", "9999.9999"],
  text: ["", "it's", 'back\\slash "é" 🦔'],
  bpchar: ["x  "],
  name: ["n"],
  json: ['{"a": [1, "x"]}'],
  jsonb: ['{"a": [1, "x"]}'],
  uuid: ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
  bytea: ["\\x00ff5c", "\\x"],
  date: ["2000-01-01", "1999-12-31", "2024-02-29", "4713-01-01 BC", "0001-12-31 BC", "5874897-12-31", "infinity", "-infinity"],
  time: ["00:00:00", "24:00:00", "12:34:56.000001"],
  timetz: ["12:34:56.7+05:30", "00:00:00-15:59:59"],
  timestamp: [
    "1999-12-31 23:59:59.999999",
    "2026-02-28 12:00:00",
    "4713-01-01 00:00:00 BC",
    "294276-12-31 23:59:59.999999",
    "infinity",
  ],
  timestamptz: ["1900-03-01 00:00:00+00", "2026-02-28 12:00:00.5+02", "-infinity"],
  interval: ["1 year -2 mons 3 days -04:05:06.789", "0", "-1 microsecond", "1000000 hours"],
  inet: ["192.168.1.1/24", "::1", "2001:db8::/32", "10.0.0.1"],
  cidr: ["10.0.0.0/8", "2001:db8::/32"],
  macaddr: ["08:00:2b:01:02:03"],
  oid: ["4294967295"],
  varbit: ["", "1", "101010101"],
  int4range: ["empty", "[1,5)", "(,5)", "[1,)", "(,)"],
  tstzrange: ['["2026-01-01 00:00:00+00","2026-02-01 00:00:00+00")'],
  "int4[]": ["{}", "{1,NULL,3}", "{{1,2},{3,4}}", "[0:1]={5,6}", "[-1:0][2:3]={{1,2},{3,4}}"],
  "text[]": ['{"a,b","c\\"d","e\\\\f",NULL,"null",""}'],
  "timestamptz[]": ['{"2026-02-28 12:00:00+00"}'],
  "numeric[]": ["{1.50,-2}"],
};

let server: LoggingServer;
beforeAll(async () => {
  server = await startLoggingServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test.each(Object.keys(values))("binary values of %s are read as Postgres reads its own text", async (type) => {
  const client = await server.connect("postgres");
  try {
    const { rows: types } = await client.query("select oid, typsend::text as send from pg_type where oid = $1::regtype", [type]);
    const { oid, send } = types[0];
    for (const value of values[type] ?? []) {
      const { rows } = await client.query(`select ${send}($1::${type}) as bytes`, [value]);
      const text = decodeBinary(rows[0].bytes, oid);
      const same = await client.query(`select $1::${type}::text as ours, $2::${type}::text as its`, [text, value]);
      expect(text).not.toBeNull();
      expect(same.rows[0].ours).toBe(same.rows[0].its);
    }
  } finally {
    await client.end();
  }
});
