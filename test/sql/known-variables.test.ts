import { expect, test } from "vitest";
import type { Operation } from "../../src/model/operation.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { script, sites } from "./read.js";

async function indexed(body: string) {
  const found = (await sites(body)).map(({ operation }) => operation);
  return {
    tables: found.flatMap((each) => (each.kind === "create-index" ? [each.table.name] : [])),
    dynamic: found.flatMap((each: Operation) => (each.kind === "do-block" ? each.dynamic : [])),
  };
}

const EXECUTE = "EXECUTE format('CREATE INDEX ON %I (id)', t);";

test.each([
  ["FOREACH over an array", `DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP ${EXECUTE} END LOOP; END`],
  ["FOREACH over the text form", `DECLARE t text; BEGIN FOREACH t IN ARRAY '{a,b}'::text[] LOOP ${EXECUTE} END LOOP; END`],
  ["FOR over unnest", `DECLARE t text; BEGIN FOR t IN SELECT unnest(ARRAY['a', 'b']) LOOP ${EXECUTE} END LOOP; END`],
  [
    "an array that was declared",
    "DECLARE t text; all_of text[] := ARRAY['a', 'b']; BEGIN FOREACH t IN ARRAY all_of LOOP EXECUTE 'CREATE INDEX ON ' || quote_ident(t) || ' (id)'; END LOOP; END",
  ],
  ["a declared value", `DECLARE t text := 'a'; BEGIN ${EXECUTE} EXECUTE 'CREATE INDEX ON b (id)'; END`],
])("what is executed for %s is known", async (_title, body) => {
  expect(await indexed(`DO $$ ${body} $$`)).toEqual({ tables: ["a", "b"], dynamic: [] });
});

test.each([
  ["a variable set on the way", `DECLARE t text := 'a'; BEGIN t := current_user; ${EXECUTE} END`],
  [
    "a loop variable set inside",
    `DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a'] LOOP t := t || 'x'; ${EXECUTE} END LOOP; END`,
  ],
  ["a name declared twice", `DECLARE t text := 'a'; BEGIN DECLARE t text := current_user; BEGIN ${EXECUTE} END; END`],
  ["tables of the catalog", `DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class LOOP ${EXECUTE} END LOOP; END`],
  [
    "a list with something unknown",
    `DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a', current_user] LOOP ${EXECUTE} END LOOP; END`,
  ],
])("%s leaves the text dynamic", async (_title, body) => {
  const { tables, dynamic } = await indexed(`DO $$ ${body} $$`);
  expect(tables).toEqual([]);
  expect(dynamic).toHaveLength(1);
});

test("IF false is never taken, its ELSE is", async () => {
  const body =
    "BEGIN IF false THEN CREATE INDEX ON a (id); ELSIF (FALSE) THEN CREATE INDEX ON b (id); ELSE CREATE INDEX ON c (id); END IF; END";
  expect((await indexed(`DO $$ ${body} $$`)).tables).toEqual(["c"]);
});

const HELPER = `CREATE FUNCTION index_it(t text, col text DEFAULT 'id') RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('CREATE INDEX ON %I (id)', t); END $$;`;
const NUMBERED = `CREATE FUNCTION index_it(text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'CREATE INDEX ON ' || $1 || ' (id)'; END $$;`;

test.each([
  ["parameters in order", `${HELPER} SELECT index_it('a'); SELECT index_it('b', 'id');`],
  ["parameters by name", `${HELPER} SELECT index_it(t => 'a'), index_it(col => 'id', t => 'b');`],
  ["parameters by number", `${NUMBERED} SELECT index_it('a'); SELECT index_it('b');`],
  ["calls in a block", `${HELPER} DO $$ BEGIN PERFORM index_it('a'); PERFORM index_it('b'); END $$;`],
])("what a called function executes with %s is known", async (_title, sql) => {
  const migration = { id: "1", version: null, up: script(sql), down: null, digests: [] };
  const [read] = await readMigrations([migration], { serverMajor: 18 });
  const found = (read?.up.statements ?? []).flatMap(({ operations }) => operations);
  expect(found.flatMap(({ operation }) => (operation.kind === "create-index" ? [operation.table.name] : []))).toEqual(["a", "b"]);
});
