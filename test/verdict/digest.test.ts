import { expect, test } from "vitest";
import type { History, Migration } from "../../src/model/migration.js";
import { planDigest } from "../../src/verdict/digest.js";

function migration(id: string, sha256 = id): Migration {
  const script = { file: `${id}.sql`, text: "", transaction: "file", psql: false } as const;
  return { id, version: id, up: script, down: null, digests: [{ file: `${id}.sql`, sha256 }] };
}

function digest(proposed: Migration[], settled: Migration[] = [migration("1")], more = {}): string {
  const history: History = { format: "plain", formatReason: "any", settled, proposed, problems: [], prelude: [] };
  return planDigest({ key: "default", serverMajor: 16, history, schema: [], policy: {}, ...more });
}

const [second, third] = [migration("2"), migration("3")];
const plan = digest([second, third]);

test("the same plan has the same digest", () => {
  expect(digest([migration("2"), migration("3")])).toBe(plan);
});

test.each([
  ["an edited file", () => digest([migration("2", "edited"), third])],
  ["another order", () => digest([third, second])],
  ["one file more", () => digest([second, third, migration("4")])],
  ["an edited settled file", () => digest([second, third], [migration("1", "edited")])],
  ["a migration merged underneath", () => digest([second, third], [migration("1"), migration("1b")])],
  ["another server version", () => digest([second, third], undefined, { serverMajor: 17 })],
  ["another policy", () => digest([second, third], undefined, { policy: { rules: { "drop-table": "off" } } })],
  ["another transaction shape", () => digest([{ ...second, up: { ...second.up, transaction: "statement" } }, third])],
])("%s changes it", (_, other) => {
  expect(other()).not.toBe(plan);
});
