import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { implies } from "../../src/postgres/effects/implies.js";
import { rulesOut } from "../../src/postgres/effects/rules-out.js";
import { majors, openWorld, type World } from "./servers.js";

const NUMBERS = [
  "k < 10",
  "k <= 10",
  "k <= 9",
  "k > 20",
  "k >= 20",
  "k >= 19",
  "k = 10",
  "k = 20",
  "k <> 10",
  "k IN (1, 2, 20)",
  "k IN (1, 2, 15)",
  "k NOT IN (11, 12)",
  "k < 10 OR k >= 20",
  "k < 10 OR k > 15",
  "k < 10 AND note = 'x'",
  "note = 'k < 10' AND k > 3",
  "note = 'x' OR k < 10",
  "(k < 5 OR k > 30) AND note <> ' or k = 12'",
  "k IS NULL OR k < 0",
  "NOT (k >= 10 AND k < 20)",
  "NOT (k < 30)",
  "NOT (k = 10 OR k > 10)",
  "NOT (k = 10 OR note = 'x' AND NOT (k < 12))",
  "NOT ((k >= 10) AND NOT (note = ')'))",
  "NOT k = 10",
  "k + 1 < 10",
  "k BETWEEN 1 AND 9",
  "k BETWEEN 11 AND 11",
  "k NOT BETWEEN 5 AND 30",
  "abs(k) < 10",
  "other < 10",
];
const INSIDE = [
  "k >= 10 AND k < 20",
  "k >= 11 AND k < 19",
  "k >= 10 AND k <= 19",
  "k > 9 AND k < 20",
  "k > 10 AND k < 20",
  "k >= 10 AND k < 21",
  "k >= 9 AND k < 20",
  "k BETWEEN 12 AND 15",
  "k BETWEEN 10 AND 20",
  "k = 12",
  "k = 20",
  "k IN (10, 12)",
  "k IN (10, 13, 19)",
  "k IN (10, 20)",
  "(k >= 10) AND (k < 20) AND note <> 'x'",
  "k >= 10",
  "(k = 10 OR k = 12)",
  "(k < 20 AND k > 15) OR (k BETWEEN 10 AND 11)",
  "NOT (k < 10 OR k >= 20)",
];
const WORDS = [
  "k = 'us'",
  "k <> 'eu'",
  "k <> 'eu' AND k <> 'de'",
  "k NOT IN ('eu', 'de')",
  "k NOT IN ('eu', 'fr')",
  "k <> ALL (ARRAY['eu'::text, 'de'::text, 'fr'::text])",
  "k IN ('us', 'ca')",
  "k IN ('us', 'de')",
  "k = ANY (ARRAY['us'::text, 'ca'::text])",
  "k = 'us' OR k = 'ca'",
  "k = 'it''s'",
  "k IS NULL OR k = 'us'",
  "lower(k) = 'us'",
  "k > 'us'",
  "k = 'eu'",
  "k IN ('de', 'eu')",
  "k = ANY (ARRAY['eu'::text])",
  "k = 'eu' OR k = 'de'",
];
const DAYS = [
  "k < '2026-01-01'",
  "k < '2026-01-02'",
  "k >= '2026-02-01'",
  "k >= '2026-01-31'",
  "k < '2025-06-01' OR k >= '2026-02-01'",
  "k >= '2026-01-01' AND k < '2026-02-01'",
  "k >= '2026-01-01' AND k < '2026-01-16'",
  "k >= '2026-01-01' AND k <= '2026-01-31'",
  "k >= '2025-12-31' AND k < '2026-02-01'",
];
const LETTERS = ["k >= '10' AND k < '9'", "k >= 'b' AND k < 'c'", "k = '10'", "k < '10'", "k >= '9'", "k < '2'"];
const cases = [
  ...[...NUMBERS, ...INSIDE].map((condition) => ["int", "RANGE", "FROM (10) TO (20)", condition] as const),
  ...[...NUMBERS, ...INSIDE].map((condition) => ["int", "RANGE", "FROM (10) TO (MAXVALUE)", condition] as const),
  ...[...NUMBERS, ...INSIDE].map((condition) => ["int", "LIST", "IN (10, 12)", condition] as const),
  ...WORDS.map((condition) => ["text", "LIST", "IN ('eu', 'de')", condition] as const),
  ...DAYS.map((condition) => ["date", "RANGE", "FROM ('2026-01-01') TO ('2026-02-01')", condition] as const),
  ...LETTERS.map((condition) => ["text", "RANGE", "FROM ('10') TO ('9')", condition] as const),
  ...LETTERS.map((condition) => ["text", "RANGE", "FROM ('b') TO ('c')", condition] as const),
];

describe.skipIf(majors.length === 0).each(majors)("on PostgreSQL %d", (major) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(major, "SELECT 1");
  }, 60_000);
  afterAll(() => world.close());

  /** What the server says of the default partition, or of the one that comes, with a CHECK on it. */
  const proves = async ([type, strategy, bound, condition]: (typeof cases)[number], table: "p_default" | "q") => {
    // `other` has no place in the key: a condition over it says nothing of the bound.
    await world.session.run(`BEGIN; CREATE TABLE p (k ${type}, note text, other int) PARTITION BY ${strategy} (k);
      CREATE TABLE p_default PARTITION OF p DEFAULT; CREATE TABLE q (k ${type} NOT NULL, note text, other int);
      ALTER TABLE ${table} ADD CHECK (${condition})`);
    const attach = `SET LOCAL client_min_messages = debug1; ALTER TABLE p ATTACH PARTITION q FOR VALUES ${bound}`;
    const { notices } = await world.session.run(attach);
    await world.session.run("ROLLBACK");
    return notices.some(({ message }) => message.includes(`"${table}" is implied by existing constraints`));
  };

  test.each([
    ["p_default", (condition, bound, ordered) => rulesOut(condition, "k", bound, ordered)],
    ["q", (condition, bound, ordered) => implies([condition], "k", bound, ordered)],
  ] as const satisfies readonly [string, (condition: string, bound: string, ordered: boolean) => boolean][])(
    "the server reads no row of %s where a CHECK is said to spare it that, whatever the CHECK",
    async (table, spares) => {
      const wrong: string[] = [];
      const missed: string[] = [];
      let spared = 0;
      for (const each of cases) {
        const [type, , bound, condition] = each;
        const isProven = await proves(each, table);
        const isSpared = spares(condition, bound, type !== "text");
        if (isSpared) spared += 1;
        if (isSpared && !isProven) wrong.push(`${condition}: ${bound}`);
        if (isProven && !isSpared) missed.push(`${condition}: ${bound}`);
      }
      expect(wrong).toEqual([]);
      expect(spared).toBeGreaterThan(20);
      // What the server can prove and the text cannot may grow fewer, never most.
      expect(missed.length, missed.join("\n")).toBeLessThan(spared / 5);
    },
  );
});
