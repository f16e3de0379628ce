import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { split } from "../../src/sql/split.js";

function texts(sql: string, psql = false): string[] {
  return split(sql, { psql }).items.map((item) => sql.slice(item.start, item.end));
}

describe("statements end where psql ends them", () => {
  const cases: readonly (readonly [title: string, sql: string, expected: readonly string[]])[] = [
    ["semicolons", "SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]],
    ["no last semicolon", "SELECT 1;\nSELECT 2", ["SELECT 1", "SELECT 2"]],
    ["empty statements", ";; SELECT 1;;;", ["SELECT 1"]],
    ["nothing but comments", "-- one;\n/* two; */\n", []],
    ["a string", "SELECT 'a;b'; SELECT 2", ["SELECT 'a;b'", "SELECT 2"]],
    ["a doubled quote", "SELECT 'it''s;'; SELECT 2", ["SELECT 'it''s;'", "SELECT 2"]],
    ["a backslash in a plain string", "SELECT 'a\\'; SELECT 2", ["SELECT 'a\\'", "SELECT 2"]],
    ["a backslash in an E string", "SELECT E'a\\';b'; SELECT 2", ["SELECT E'a\\';b'", "SELECT 2"]],
    ["an E string that goes on in the next line", "SELECT E'a'\n'b\\';c'; SELECT 2", ["SELECT E'a'\n'b\\';c'", "SELECT 2"]],
    ["a U& string", "SELECT U&'\\0061;'; SELECT 2", ["SELECT U&'\\0061;'", "SELECT 2"]],
    ["a name that ends in e before a string", "SELECT type'a\\'; SELECT 2", ["SELECT type'a\\'", "SELECT 2"]],
    ["a quoted name", 'SELECT "a;""b"; SELECT 2', ['SELECT "a;""b"', "SELECT 2"]],
    ["a line comment", "SELECT 1 -- a;b'\n, 2; SELECT 3", ["SELECT 1 -- a;b'\n, 2", "SELECT 3"]],
    ["a line comment that ends at a carriage return", "SELECT 1 -- x\r; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["nested comments", "SELECT /* a /* ; */ ; */ 1; SELECT 2", ["SELECT /* a /* ; */ ; */ 1", "SELECT 2"]],
    ["dollar quotes", "SELECT $$a;b$$; SELECT 2", ["SELECT $$a;b$$", "SELECT 2"]],
    ["tagged dollar quotes", "SELECT $a$ ; $$ ; $b$ $a$; SELECT 2", ["SELECT $a$ ; $$ ; $b$ $a$", "SELECT 2"]],
    ["a dollar sign inside a name", "SELECT a$b$ FROM t; SELECT 2", ["SELECT a$b$ FROM t", "SELECT 2"]],
    [
      "a range of PL/pgSQL that lost its quotes",
      "1..3; SELECT .5, 1.5; SELECT 1...5",
      ["1..3", "SELECT .5, 1.5", "SELECT 1...5"],
    ],
    ["a parameter", "SELECT $1; SELECT 2", ["SELECT $1", "SELECT 2"]],
    [
      "parentheses",
      "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3",
      ["CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)", "SELECT 3"],
    ],
    [
      "BEGIN ATOMIC with CASE … END",
      "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3",
      ["CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END", "SELECT 3"],
    ],
    ["BEGIN of a transaction", "BEGIN; SELECT 1; END; SELECT 2", ["BEGIN", "SELECT 1", "END", "SELECT 2"]],
    ["a byte order mark", "\ufeffSELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["Windows line ends", "SELECT 1;\r\n-- x\r\nSELECT 2;\r\n", ["SELECT 1", "SELECT 2"]],
  ];
  test.each(cases)("%s", (_title, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
    expect(split(sql, { psql: false }).items.every((item) => item.problem === null)).toBe(true);
  });
});

describe("what is never closed becomes a broken item", () => {
  test.each([
    ["a string", "SELECT 1; SELECT 'abc; SELECT 2;", "unterminated quoted string", 17],
    ["a name", 'SELECT 1; SELECT "abc; SELECT 2;', "unterminated quoted identifier", 17],
    ["a dollar quote", "SELECT 1; DO $x$ BEGIN END $$; SELECT 2", "unterminated dollar-quoted string ($x$)", 13],
    ["a comment", "SELECT 1; /* a /* b */ SELECT 2", "unterminated /* comment", 10],
  ])("%s", (_title, sql, message, at) => {
    const { items } = split(sql, { psql: false });
    expect(items).toHaveLength(2);
    expect(items[0]?.problem).toBeNull();
    expect(items[1]?.problem).toEqual({ message, at });
  });

  test("whatever the text, nothing is thrown and items stand in order", () => {
    const piece = fc.constantFrom(
      "'",
      '"',
      "$$",
      "$a$",
      "/*",
      "*/",
      "--",
      "\n",
      ";",
      "(",
      ")",
      "\\",
      "E'",
      "BEGIN",
      "END",
      "COPY t FROM stdin",
      "\\.",
      "é",
      "😀",
      " ",
      "x",
      "1",
      ".",
      "\u00a0",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.boolean(), (pieces, psql) => {
        const sql = pieces.join("");
        let reached = 0;
        for (const item of split(sql, { psql }).items) {
          expect(item.start).toBeGreaterThanOrEqual(reached);
          expect(item.end).toBeGreaterThan(item.start);
          expect(sql.slice(item.start, item.end)).toMatch(/^[^ \n](?:.*[^ \n])?$/su);
          reached = item.data?.end ?? item.end;
        }
      }),
    );
  });
});

describe("psql", () => {
  test("meta-commands end with their line and are items of their own", () => {
    const sql = "\\set ON_ERROR_STOP on\nSELECT 1;\n\\echo done; really\nSELECT 2;";
    expect(split(sql, { psql: true }).items.map((item) => [item.kind, sql.slice(item.start, item.end)])).toEqual([
      ["command", "\\set ON_ERROR_STOP on"],
      ["statement", "SELECT 1"],
      ["command", "\\echo done; really"],
      ["statement", "SELECT 2"],
    ]);
  });

  test("\\gexec sends what stands before it, \\; joins two statements", () => {
    expect(texts("SELECT 'x' \\gexec\nSELECT 2;", true)).toEqual(["SELECT 'x'", "\\gexec", "SELECT 2"]);
    expect(split("SELECT 1\\; SELECT 2; SELECT 3", { psql: true }).items.map((item) => item.joined)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("elsewhere a backslash command is a broken statement of one line", () => {
    const { items } = split("\\set x 1\nSELECT 2;", { psql: false });
    expect(items.map((item) => item.problem?.message ?? null)).toEqual(['syntax error at or near "\\"', null]);
  });
});

describe("COPY … FROM stdin", () => {
  test("takes the lines up to \\. for rows", () => {
    const sql = "COPY public.t (a, b) FROM stdin;\n1\tit's;\n2\t$$\n\\.\n\nSELECT 1;";
    const { items } = split(sql, { psql: true });
    expect(items.map((item) => sql.slice(item.start, item.end))).toEqual(["COPY public.t (a, b) FROM stdin", "SELECT 1"]);
    expect(sql.slice(items[0]?.data?.start, items[0]?.data?.end)).toBe("1\tit's;\n2\t$$\n");
  });

  test("keeps Windows line ends in the rows, and an empty block is empty", () => {
    const sql = "COPY t FROM STDIN WITH (FORMAT csv);\r\n1,2\r\n\\.\r\nCOPY u FROM stdin;\n\\.\n";
    const { items } = split(sql, { psql: true });
    expect(items.map((item) => item.data && sql.slice(item.data.start, item.data.end))).toEqual(["1,2\r\n", ""]);
  });

  test("without \\. it is a plain statement", () => {
    expect(texts("COPY t FROM stdin;\nSELECT 1;", true)).toEqual(["COPY t FROM stdin", "SELECT 1"]);
    expect(texts("COPY t FROM '/tmp/stdin';\n\\.\n", true)[0]).toBe("COPY t FROM '/tmp/stdin'");
  });
});

test("a range bounds what is read", () => {
  const sql = "SELECT 1; SELECT 'a' ; SELECT 3;";
  expect(split(sql, { psql: false, start: 10, end: 21 }).items.map((item) => sql.slice(item.start, item.end))).toEqual([
    "SELECT 'a'",
  ]);
  expect(split(sql, { psql: false, start: 10, end: 19 }).items[0]?.problem?.message).toBe("unterminated quoted string");
});
