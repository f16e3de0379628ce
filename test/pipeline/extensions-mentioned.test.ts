import { expect, test } from "vitest";
import { extensionsMentioned } from "../../src/pipeline/extensions-mentioned.js";

const NAMES = ["pg_trgm", "uuid-ossp", "cube", "earthdistance", "hstore"];

function mentioned(sql: string, command?: { up: string }) {
  const file = { path: "schema.sql", text: sql };
  const history = { format: "plain", formatReason: "", settled: [], proposed: [], problems: [], prelude: [] };
  const settings = { command } as Parameters<typeof extensionsMentioned>[1];
  return NAMES.filter(extensionsMentioned({ history, schema: [file], seed: [], prelude: [] }, settings));
}

test.each([
  ['create extension IF NOT EXISTS "uuid-ossp";', ["uuid-ossp"]],
  ["DO $$ BEGIN EXECUTE 'CREATE EXTENSION PG_TRGM'; END $$", ["pg_trgm"]],
  ["create extension earthdistance cascade", ["cube", "earthdistance"]],
  ["create table t (id int)", []],
  ["select name from pg_available_extensions", NAMES],
])("%s", (sql, names) => {
  expect(mentioned(sql)).toEqual(names);
});

test("what a tool is about to send is not known", () => {
  expect(mentioned("select 1", { up: "make up" })).toEqual(NAMES);
});
