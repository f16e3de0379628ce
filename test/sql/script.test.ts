import { describe, expect, test } from "vitest";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { splitScript } from "../../src/sql/split-script.js";
import { read, script } from "./read.js";

describe("a script", () => {
  test("of comments alone has no statements", async () => {
    expect((await read("-- nothing yet\n/* really */\n")).statements).toEqual([]);
    expect((await read("")).statements).toEqual([]);
  });

  test("keeps every statement but the broken one", async () => {
    const { statements } = await read("CREATE TABLE a (id int);\nSELEC 1;\nDROP TABLE b;");
    expect(statements.map((statement) => statement.operations.map(({ operation }) => operation.kind))).toEqual([
      ["create-table"],
      ["unreadable"],
      ["drop-table"],
    ]);
  });

  test("goes on after a parenthesis that is never closed", async () => {
    const { statements } = await read("CREATE TABLE a (id int;\nDROP TABLE b;\nDROP TABLE c;");
    expect(statements.map((statement) => [statement.index, statement.text])).toEqual([
      [0, "CREATE TABLE a (id int"],
      [1, "DROP TABLE b"],
      [2, "DROP TABLE c"],
    ]);
    expect(statements[0]?.operations[0]?.operation).toMatchObject({ kind: "unreadable", line: 1, column: 23 });
  });

  test("does not take the semicolons of a broken BEGIN ATOMIC body for ends", async () => {
    const { statements } = await read("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELEC 1; SELECT 2; END; SELECT 3;");
    expect(statements).toHaveLength(2);
  });

  test("of psql holds its commands as statements that begin with a backslash", async () => {
    const { statements } = await read("\\set ON_ERROR_STOP on\nSELECT 1;", { psql: true });
    expect(statements[0]).toMatchObject({ index: 0, text: "\\set ON_ERROR_STOP on" });
    expect(statements[0]?.operations[0]?.operation).toEqual({
      kind: "psql-command",
      command: "set",
      arguments: "ON_ERROR_STOP on",
    });
    expect(statements[1]).toMatchObject({ index: 1, text: "SELECT 1" });
  });

  test("carries the rows of COPY", async () => {
    const { statements } = await read("COPY t FROM stdin;\n1\t2\n\\.\nSELECT 1;", { psql: true });
    expect(statements.map((statement) => [statement.text, statement.copyData])).toEqual([
      ["COPY t FROM stdin", "1\t2\n"],
      ["SELECT 1", null],
    ]);
  });
});

describe("pieces", () => {
  const text = "SELECT 1; SELECT 2;\n-- break\nSELECT 3;";

  test("statements of a psql-like script all differ", async () => {
    expect((await read(text)).statements.map((statement) => statement.piece)).toEqual([0, 1, 2]);
  });

  test("a file that travels as one simple query is one piece", async () => {
    expect((await read(text, { transaction: "implicit" })).statements.map((statement) => statement.piece)).toEqual([0, 0, 0]);
  });

  test("a tool's own pieces are kept, and bound what a statement may take in", async () => {
    const pieces = [
      { start: 0, end: 19 },
      { start: 29, end: text.length },
    ];
    expect((await read(text, { pieces })).statements.map((statement) => [statement.piece, statement.text])).toEqual([
      [0, "SELECT 1"],
      [0, "SELECT 2"],
      [1, "SELECT 3"],
    ]);
  });

  test("a body that its tool cuts is one mistake, told once", async () => {
    const body = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  PERFORM 1;\n  RETURN 2;\nEND\n$$;\nSELECT 3;";
    const ends = [...body.matchAll(/;(?:\n|$)/gu)].map(({ index }) => index + 1);
    const pieces = ends.map((end, at) => ({ start: ends[at - 1] ?? 0, end }));
    const { statements } = await read(body, { pieces });
    expect(statements.map((statement) => statement.operations.map(({ operation }) => operation.kind))).toEqual([
      ["unreadable"],
      [],
      [],
      ["select"],
    ]);
    expect(statements[0]?.operations[0]?.operation).toMatchObject({ meant: expect.stringMatching(/StatementBegin/u) });
  });

  test("comments between pieces are read", async () => {
    const marked = "SELECT 1;\n-- migration-gate: allow some-rule: why not\nSELECT 2;";
    const at = marked.indexOf("SELECT 2");
    const { statements } = await read(marked, {
      pieces: [
        { start: 0, end: 9 },
        { start: at, end: marked.length },
      ],
    });
    expect(statements.map((statement) => statement.directives.length)).toEqual([0, 1]);
  });
});

test("splitting alone gives the same statements as reading", async () => {
  const whole = script(
    "-- x\nCREATE TABLE a (b text DEFAULT ';');\nCOPY a FROM stdin;\nx\n\\.\n\\echo hi\nDO $$ BEGIN NULL; END $$;",
    { psql: true },
  );
  const { statements } = await read(whole.text, whole);
  expect(splitScript("m", whole).statements).toEqual(
    statements.map(({ copyData, index, piece, text }) => ({ index, text, copyData, piece })),
  );
});

test("migrations are read in order, up and down", async () => {
  const migration = {
    id: "1",
    version: "1",
    up: script("CREATE TABLE a ();"),
    down: script("DROP TABLE a;", { file: "d.sql" }),
    digests: [],
  };
  const read = await readMigrations([migration, { ...migration, id: "2", down: null }], { serverMajor: 18 });
  expect(read.map(({ down, id, up }) => [id, up.statements[0]?.direction, down?.statements[0]?.direction, down?.file])).toEqual([
    ["1", "up", "down", "d.sql"],
    ["2", "up", undefined, undefined],
  ]);
});
