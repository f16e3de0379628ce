import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateCheck } from "../../src/catalog/evaluate-check.js";
import type { GivenValue, TypeReference } from "../../src/model/operation.js";
import { constantFault } from "../../src/postgres/constant-fault.js";
import { overlap, simpleBound, takes } from "../../src/postgres/partition-values.js";
import { SqlError } from "../../src/rehearsal/engine.js";
import { majors, openWorld, type World } from "./servers.js";

/** A condition, and what stands in `t` (a text) and `n` (a number); null is NULL. */
const conditions: readonly (readonly [condition: string, t: string | null, n: number | null])[] = [
  ["lower(t) = 'abc' AND upper(t) <> t", "aBc", 1],
  ["btrim(t) = ''", "  ", 1],
  ["lower(t) = 'a'", null, 1],
  ["n > 0", "a", 1],
  ["n > 0", "a", 0],
  ["n > 0", "a", null],
  ["n >= -3 AND n < 10", "a", -4],
  ["NOT (n = 1 OR t = 'a')", "b", 2],
  ["NOT (n = 1 OR t = 'a')", "a", 2],
  ["t IN ('a', 'b')", "c", 1],
  ["t NOT IN ('a', 'b')", "c", 1],
  ["t IN ('a', NULL)", "c", 1],
  ["t = ANY (ARRAY['a'::text, 'it''s'::text])", "it's", 1],
  ["((t)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))", "b", 1],
  ["n BETWEEN 1 AND 5", "a", 6],
  ["n NOT BETWEEN 1 AND 5", "a", 6],
  ["t IS NOT NULL AND length(t) <= 3", "abcd", 1],
  ["t IS NULL", null, 1],
  ["(t IS NULL) OR (n > 5)", "a", 7],
  ["t LIKE '%@%'", "a@b", 1],
  ["t NOT LIKE 'a_'", "ab", 1],
  ["t ~~ '%x'::text", "aX", 1],
  ["t <> ''", "", 1],
  ["n <> 1.0", "a", 1],
  ["t = 'A' OR n > 3", "a", 2],
  ["t IS NOT NULL OR n > 3", null, null],
];

/** Types, constants as they are written, and whether they are bare strings. */
const constants: readonly (readonly [type: string, modifiers: readonly number[], text: string, quoted: boolean])[] = [
  ["int4", [], "abc", true],
  ["int4", [], " 42 ", true],
  ["int4", [], "3000000000", false],
  ["int4", [], "-2147483648", false],
  ["int2", [], "40000", true],
  ["int8", [], "9223372036854775807", true],
  ["int4", [], "", true],
  ["int4", [], "1.5", true],
  ["varchar", [5], "abcde   ", true],
  ["varchar", [5], "abcdef", true],
  ["bpchar", [2], "äöü", true],
  ["bool", [], "ye", true],
  ["bool", [], "maybe", true],
  ["bool", [], "o", true],
  ["bool", [], "OF", true],
  ["uuid", [], "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", true],
  ["uuid", [], "{a0eebc999c0b4ef8bb6d6bb9bd380a11}", true],
  ["uuid", [], "none", true],
  ["jsonb", [], "{a: 1}", true],
  ["json", [], '{"a": [1, null]}', true],
  ["json", [], "nope", true],
  ["numeric", [], "free", true],
  ["numeric", [], "NaN", true],
  ["date", [], "", true],
  ["float8", [], " Infinity ", true],
];

/** Bounds of one key column of that type, and a value. */
const bounds: readonly (readonly [type: string, a: string, b: string, value: string])[] = [
  ["date", "FROM ('2026-01-01') TO ('2027-01-01')", "FROM ('2026-12-31') TO ('2028-01-01')", "2026-12-31"],
  ["date", "FROM ('2026-01-01') TO ('2027-01-01')", "FROM ('2027-01-01') TO ('2028-01-01')", "2027-01-01"],
  ["date", "FROM (MINVALUE) TO ('2027-01-01')", "FROM ('2026-05-05') TO (MAXVALUE)", "1999-01-01"],
  [
    "timestamptz",
    "FROM ('2026-01-01') TO ('2026-02-01')",
    "FROM ('2026-01-31 23:00:00+00') TO ('2026-03-01')",
    "2026-01-31 22:00",
  ],
  ["int", "FROM (1) TO (100)", "FROM (9) TO (12)", "100"],
  ["int", "FROM (1) TO (100)", "FROM (100) TO (112)", "99"],
  ["text", "IN ('de', 'fr')", "IN ('it', 'fr')", "it"],
  ["text", "IN ('de', 'fr')", "IN ('it')", "de"],
];

const asType = (name: string, modifiers: readonly number[]): TypeReference => ({
  schema: "pg_catalog",
  name,
  modifiers,
  array: false,
  text: modifiers.length === 0 ? name : `${name}(${modifiers.join(", ")})`,
});
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

describe.each(majors)("what constants mean, on PostgreSQL %i", (major) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(major, "SELECT 1");
  });
  afterAll(() => world.close());

  const refused = async (...statements: readonly string[]): Promise<boolean> => {
    try {
      await world.session.query("BEGIN");
      for (const statement of statements) await world.session.query(statement);
      return false;
    } catch (error) {
      if (error instanceof SqlError) return true;
      throw error;
    } finally {
      await world.session.query("ROLLBACK");
    }
  };

  test.each(conditions)("%s for t = %s and n = %s", async (condition, t, n) => {
    const given = (value: string | number | null): GivenValue =>
      value === null ? { kind: "null" } : { kind: "constant", text: String(value), quoted: false };
    const values = `(VALUES (${t === null ? "NULL" : literal(t)}::text, ${n === null ? "NULL" : n}::int)) r (t, n)`;
    const [row] = await world.session.query<{ truth: boolean | null }>(`SELECT (${condition}) AS truth FROM ${values}`);
    const expected = row?.truth ?? "null";
    expect(evaluateCheck(condition, (column) => (column === "t" ? given(t) : column === "n" ? given(n) : undefined))).toBe(
      expected,
    );
  });

  test("what it cannot work out it does not answer", () => {
    for (const condition of ["initcap(t) = 'a'", "lower('Ä') = t", "t ~ '^a'", "a.b.c(1)", "t > 'a'", "n % 2 = 0", "t = other"])
      expect(
        evaluateCheck(condition, (column) => (column === "t" ? { kind: "constant", text: "b", quoted: false } : undefined)),
      ).toBe("unknown");
  });

  test.each(constants)("%s %j takes %s", async (name, modifiers, text, quoted) => {
    const type = asType(name, modifiers);
    const insert = `INSERT INTO one VALUES (${quoted ? literal(text) : text})`;
    expect(constantFault(type, { kind: "constant", text, quoted }) !== null).toBe(
      await refused(`CREATE TEMPORARY TABLE one (c ${type.text})`, insert),
    );
  });

  test.each(bounds)("%s %s beside %s, and %s", async (type, a, b, value) => {
    const strategy = a.startsWith("IN") ? "LIST" : "RANGE";
    const [first, second] = [simpleBound(`FOR VALUES ${a}`), simpleBound(`FOR VALUES ${b}`)];
    if (first === null || second === null) throw new Error("a plain bound was not read");
    const parent = [
      `CREATE TABLE parent (c ${type}) PARTITION BY ${strategy} (c)`,
      `CREATE TABLE a PARTITION OF parent FOR VALUES ${a}`,
    ];
    expect(overlap(first, second)).toBe(await refused(...parent, `CREATE TABLE b PARTITION OF parent FOR VALUES ${b}`));
    expect(takes(first, value)).toBe(!(await refused(...parent, `INSERT INTO parent VALUES (${literal(value)})`)));
  });
});
