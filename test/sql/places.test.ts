import { describe, expect, test } from "vitest";
import type { Place } from "../../src/model/place.js";
import { read, sites } from "./read.js";

/** The text of a place, as an editor would select it. */
function selected(text: string, { column, endColumn, endLine, line }: Place): string {
  const lines = text.replace(/^\ufeff/u, "").split("\n");
  if (line === endLine) return (lines[line - 1] ?? "").slice(column - 1, endColumn - 1);
  return [
    (lines[line - 1] ?? "").slice(column - 1),
    ...lines.slice(line, endLine - 1),
    (lines[endLine - 1] ?? "").slice(0, endColumn - 1),
  ].join("\n");
}

describe("places are exact", () => {
  test.each([
    ["plain", "SELECT 1;\n  SELECT 2;"],
    ["emoji and accents before", "SELECT '😀é漢';\n/* 😀 */ SELECT 2;"],
    ["Windows line ends", "-- x\r\nSELECT 1;\r\n\tSELECT 2;\r\n"],
    ["byte order mark", "\ufeffSELECT 1; SELECT 2;"],
    ["many lines", "SELECT\n  1,\n  'é'\n  ; SELECT 2"],
  ])("%s", async (_title, text) => {
    const { statements } = await read(text);
    expect(statements.map((statement) => selected(text, statement.place))).toEqual(statements.map((statement) => statement.text));
    expect(statements.at(-1)?.text).toBe("SELECT 2");
  });

  test("commands of an ALTER TABLE have places of their own", async () => {
    const text =
      'ALTER TABLE ONLY "tâble, x" -- 😀, yes\n  ADD COLUMN a numeric(10, 2) DEFAULT 0,\n  ALTER COLUMN b TYPE text USING f(b, 1), DROP c;';
    expect((await sites(text)).map((site) => selected(text, site.place))).toEqual([
      // The server drops first, and changes types before it adds.
      "DROP c",
      "ALTER COLUMN b TYPE text USING f(b, 1)",
      "ADD COLUMN a numeric(10, 2) DEFAULT 0",
    ]);
  });

  test("SQL inside a DO block points into the block", async () => {
    const text =
      "SELECT '😀';\nDO $body$\nDECLARE n int; -- é\nBEGIN\n  SELECT count(*) INTO n FROM t;\n  ALTER TABLE t ADD a int,\n    DROP b;\n  PERFORM f(1);\n  EXECUTE 'DROP TABLE u';\nEND $body$;";
    const inside = (await sites(text)).filter((site) => site.inside === "do");
    expect(inside.map((site) => selected(text, site.place))).toEqual([
      "SELECT count(*) INTO n FROM t",
      "DROP b",
      "ADD a int",
      "PERFORM f(1)",
      "'DROP TABLE u'",
    ]);
  });

  test("equal statements in one DO block are told apart", async () => {
    const text = "DO $$ BEGIN DELETE FROM t; DELETE FROM t; END $$";
    const columns = (await sites(text)).slice(1).map((site) => site.place.column);
    expect(columns).toEqual([13, 28]);
  });

  test("a DO block in plain quotes still tells the line", async () => {
    const text = "DO 'BEGIN\n  DELETE FROM t WHERE a = ''x'';\nEND'";
    expect((await sites(text)).map((site) => site.place.line)).toEqual([1, 2]);
  });
});

describe("a syntax error points at the word that the parser stopped at", () => {
  test.each([
    ["after an emoji", "SELECT '😀' fro m x;", "m", 1, 17],
    ["after Windows line ends", "SELECT 1;\r\nSELEC 2;\r\n", "SELEC", 2, 1],
    ["after a byte order mark", "\ufeffSELEC 2;", "SELEC", 1, 1],
    ["in a later line, after multibyte letters", "SELECT 1;\nCREATE TABLE t (\n  é int,\n  ñ int int\n);", "int", 4, 9],
    ["at the end", "SELECT 1; ALTER TABLE t ADD", "", 1, 28],
  ])("%s", async (_title, text, word, line, column) => {
    const site = (await sites(text)).find(({ operation }) => operation.kind === "unreadable");
    expect(site?.operation).toMatchObject({ line, column });
    expect(site && selected(text, site.place)).toBe(word);
  });
});
