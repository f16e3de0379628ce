import { afterAll, beforeAll, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import type { RehearsalPlan } from "../../src/rehearsal/rehearse.js";
import { splitSqlFile } from "../../src/sql/sql-file.js";
import { rehearsal, startServer } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const BEFORE = "CREATE TABLE orders (id int, note text); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';";

/** What differs: `kind object: file/migrations/both`. */
async function drift(dump: string, ignore: readonly string[] = [], plan: Partial<RehearsalPlan> = {}) {
  const expected = { scripts: [splitSqlFile({ path: "structure.sql", text: dump })], ignore };
  const up = "ALTER TABLE orders ADD COLUMN total int";
  const { drift: seen } = await rehearsal(server, { before: BEFORE, up, plan: { brief: true, expected, ...plan } });
  const differences = seen?.differences.map(({ kind, object, before, after }) => {
    return `${kind} ${object}: ${before === null ? "migrations" : after === null ? "file" : "both"}`;
  });
  return { differences, problem: seen?.problem?.message ?? null, ignored: seen?.ignored };
}

const EQUAL = "CREATE TABLE orders (id int, note text, total int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';";

test("each object that differs is told with its side, and a whole table once", async () => {
  const dump = "CREATE TABLE orders (id bigint, note text, total int); CREATE TABLE extra (id int PRIMARY KEY);";
  const { differences } = await drift(dump);
  expect(differences?.toSorted()).toEqual([
    "column public.orders.id: both",
    expect.stringMatching(/^function public\.f\(\): migrations$/u),
    "table public.extra: file",
  ]);
});

test("what settings let be is counted, with its parts", async () => {
  const dump = `${EQUAL} CREATE TABLE legacy_a (id int PRIMARY KEY); CREATE INDEX orders_note ON orders (note);`;
  expect(await drift(dump, ["public.legacy_*", "index public.orders_note"])).toEqual({
    differences: [],
    problem: null,
    ignored: 2,
  });
  expect((await drift(dump, ["public.legacy_*"])).differences).toEqual(["index public.orders_note: file"]);
});

test.each([
  ["a dump with it", `CREATE TABLE schema_migrations (version text PRIMARY KEY); ${EQUAL}`],
  ["a dump without it", EQUAL],
  ["a dump that needs it", `${EQUAL} INSERT INTO schema_migrations VALUES (2);`],
])("the tool's own table is not compared: %s", async (_, dump) => {
  const prelude = [{ title: "tool", sql: "CREATE TABLE schema_migrations (version bigint PRIMARY KEY)" }];
  expect(await drift(dump, [], { prelude })).toEqual({ differences: [], problem: null, ignored: 0 });
});

test("rights and the settings of another server make no difference", async () => {
  const dump = `SET transaction_timeout = 0; ${EQUAL} ALTER TABLE orders OWNER TO nobody_here; GRANT SELECT ON orders TO reader;
    ALTER DEFAULT PRIVILEGES FOR ROLE nobody_here GRANT SELECT ON TABLES TO reader;`;
  expect((await drift(dump)).differences).toEqual([]);
});

test("grants of the migrations make none either", async () => {
  const before = [splitSqlFile({ path: "b.sql", text: `${BEFORE} GRANT SELECT, INSERT ON orders TO reader;` })];
  expect((await drift(EQUAL, [], { schema: before })).differences).toEqual([]);
});

test("a file that cannot be built says why", async () => {
  expect(await drift("CREATE TABLE orders (id missing)")).toMatchObject({ problem: 'type "missing" does not exist' });
});
