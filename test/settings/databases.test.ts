import { expect, test } from "vitest";
import { loadDatabases, loadSettings } from "../../src/entry/load-settings.js";

const FILE = `postgres-version: 16
databases:
  - key: orders
    migrations: orders/sql
  - key: billing
    migrations: billing/sql
    postgres-version: 15
`;
const load = (text: string, values: Readonly<Record<string, unknown>> = {}) =>
  loadDatabases("gate.yml", [{ from: "command line", values }], () => Promise.resolve(text));

test("each database has the settings of the file and its own over them", async () => {
  const databases = await load(FILE);
  expect(databases.map((one) => [one.key, one.migrations, one["postgres-version"]])).toEqual([
    ["orders", "orders/sql", 16],
    ["billing", "billing/sql", 15],
  ]);
});

test("`key` chooses one, and what is given by hand wins", async () => {
  const [only, ...more] = await load(FILE, { key: "billing", "postgres-version": 17 });
  expect(more).toEqual([]);
  expect([only?.key, only?.migrations, only?.["postgres-version"]]).toEqual(["billing", "billing/sql", 17]);
});

test("where one is judged, several are refused with their names", async () => {
  await expect(loadSettings("gate.yml", [], () => Promise.resolve(FILE))).rejects.toThrow(
    expect.objectContaining({ code: "settings/invalid", hint: expect.stringContaining("`orders`, `billing`") }),
  );
});

test.each([
  ["databases: [{ migrations: a }]", /has no `key`/u],
  ["databases: [{ key: a }, { key: a }]", /same `key`/u],
  ["databases: [{ key: a, migratons: b }]", /databases\.a: unknown setting `migratons`, did you mean `migrations`/u],
  ["databases: [{ key: a, databases: [] }]", /inside of `databases`/u],
])("%s is refused", async (text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test("a key that is none is refused", async () => {
  await expect(load(FILE, { key: "orbers" })).rejects.toThrow(/no database `orbers`/u);
});
