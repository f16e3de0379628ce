import { expect, test } from "vitest";
import { folderOfHistory } from "../../src/github/folder-of-history.js";
import type { Migration } from "../../src/model/migration.js";

const migration = (file: string): Migration => ({
  ...{ id: file, version: null, down: null, digests: [] },
  up: { file, text: "", transaction: "file", psql: false },
});

test.each([
  [undefined, ["db/1_a.sql", "db/2_b.sql"], "db"],
  [undefined, ["prisma/migrations/1_a/migration.sql", "prisma/migrations/2_b/migration.sql"], "prisma/migrations"],
  [undefined, ["prisma/migrations/1_a/migration.sql"], "prisma/migrations"],
  [undefined, ["1_a.sql"], ""],
  ["./db/migrations/", ["db/migrations/old/1_a.sql"], "db/migrations"],
  [".", ["a/1.sql"], ""],
])("%j with %j lies in «%s»", (setting, files, folder) => {
  const [first = "", ...more] = files;
  const history = { settled: more.map(migration), proposed: [migration(first)] };
  expect(folderOfHistory(history, setting)).toBe(folder);
});
