import { describe, expect, test } from "vitest";
import type { OperationSite } from "../../src/model/statement.js";
import { operations, sites } from "./read.js";

function inside(found: readonly OperationSite[]): string[] {
  return found.filter((site) => site.inside === "do").map((site) => site.operation.kind);
}

describe("a DO block is opened", () => {
  test("through conditions, loops, cases and handlers", async () => {
    const found = await sites(`DO $$
      DECLARE r record; n int := 0;
      BEGIN
        IF EXISTS (SELECT 1 FROM pg_class) THEN ALTER TABLE a ADD x int; ELSIF n = 1 THEN DROP TABLE b; ELSE TRUNCATE c; END IF;
        FOR r IN SELECT id FROM d LOOP UPDATE e SET x = 1 WHERE id = r.id; END LOOP;
        FOR i IN 1..10 LOOP DELETE FROM f; END LOOP;
        WHILE n < 5 LOOP n := n + 1; INSERT INTO g VALUES (n); COMMIT; END LOOP;
        CASE n WHEN 1 THEN CREATE INDEX ON h (x); ELSE CALL p(); END CASE;
        BEGIN PERFORM f(1); EXCEPTION WHEN OTHERS THEN DROP VIEW v; END;
      END $$`);
    expect(found[0]).toMatchObject({
      inside: "statement",
      operation: { kind: "do-block", language: "plpgsql", raises: null, dynamic: [] },
    });
    expect(inside(found)).toEqual([
      "add-column",
      "drop-table",
      "truncate",
      "select",
      "update",
      "delete",
      "insert",
      "transaction",
      "create-index",
      "call",
      "select",
      "drop-object",
    ]);
  });

  test("EXECUTE of what is constant is read, any other is listed", async () => {
    const found = await sites(
      `DO $$
      BEGIN
        EXECUTE 'DROP TABLE a';
        EXECUTE 'DROP TABLE ' || 'b';
        EXECUTE format('ALTER TABLE %I ADD COLUMN %I int DEFAULT %L', 'My Table', 'c', 'it''s');
        EXECUTE format('DROP TABLE %I', tg);
        EXECUTE 'UPDATE t SET a = $1' USING 5;
        FOR r IN EXECUTE 'SELECT * FROM ' || x LOOP NULL; END LOOP;
      END $$`.replace("BEGIN", "DECLARE tg text; x text; r record; BEGIN"),
    );
    expect(found[0]?.operation).toMatchObject({ dynamic: ["format('DROP TABLE %I', tg)", "'SELECT * FROM ' || x"] });
    expect(inside(found)).toEqual(["drop-table", "drop-table", "add-column", "update"]);
    expect(found[3]?.operation).toMatchObject({
      table: { name: "My Table" },
      column: { name: "c", default: { literals: ["it's"] } },
    });
  });

  test("SET through set_config counts inside as well", async () => {
    expect(
      inside(await sites("DO $$ BEGIN PERFORM set_config('lock_timeout', '1s', true); SET LOCAL statement_timeout = 0; END $$")),
    ).toEqual(["set", "select", "set"]);
  });

  test("syntax errors inside are found, at their place", async () => {
    const found = await sites("DO $$\nBEGIN\n  ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS c CHECK (true);\nEND $$");
    expect(found.at(-1)).toMatchObject({
      operation: {
        kind: "unreadable",
        line: 3,
        column: 39,
        meant: expect.stringContaining("ADD CONSTRAINT has no IF NOT EXISTS"),
      },
    });
  });

  test("errors of PL/pgSQL itself are found", async () => {
    const found = await sites("SELECT 1;\nDO $$\nBEGIN\n  IF x THAN y; END IF;\nEND $$");
    expect(found.at(-1)?.operation).toMatchObject({ kind: "unreadable", message: expect.stringContaining("THEN") });
  });

  test("in another language it is dynamic as a whole", async () => {
    expect(await operations("DO LANGUAGE plpython3u $$ plpy.execute('DROP TABLE a') $$")).toMatchObject([
      { kind: "do-block", language: "plpython3u", dynamic: [expect.stringContaining("plpython3u")] },
    ]);
  });
});

describe("RAISE EXCEPTION", () => {
  test.each([
    ["at the top", "BEGIN RAISE EXCEPTION 'no way back'; END", "no way back"],
    ["by its short form", "BEGIN RAISE 'irreversible'; END", "irreversible"],
    ["after other statements", "BEGIN NULL; RAISE EXCEPTION 'no'; END", "no"],
    ["in a condition", "BEGIN IF f() THEN RAISE EXCEPTION 'no'; END IF; END", null],
    ["after a way out", "BEGIN IF f() THEN RETURN; END IF; RAISE EXCEPTION 'no'; END", null],
    ["as a notice", "BEGIN RAISE NOTICE 'hi'; END", null],
    ["caught", "BEGIN BEGIN RAISE EXCEPTION 'no'; EXCEPTION WHEN OTHERS THEN NULL; END; END", null],
  ])("%s", async (_title, body, raises) => {
    expect((await operations(`DO $$ ${body} $$`))[0]).toMatchObject({ kind: "do-block", raises });
  });
});

test("what a routine does when it is called is no operation of the migration", async () => {
  const kinds = (await operations("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE a; END $$")).map(
    ({ kind }) => kind,
  );
  expect(kinds).toEqual(["create-routine"]);
});
