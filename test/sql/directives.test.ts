import { describe, expect, test } from "vitest";
import { read } from "./read.js";

/** Directives of the file, then of every statement, without their places. */
async function directives(text: string): Promise<unknown[][]> {
  const { directives: ofFile, statements } = await read(text);
  return [ofFile, ...statements.map((statement) => statement.directives)].map((list) =>
    list.map(({ place: _place, ...rest }) => Object.values(rest)),
  );
}

describe("a directive speaks of", () => {
  test("the statement that follows", async () => {
    expect(await directives("SELECT 1;\n-- migration-gate: allow drop-table: it is empty\nDROP TABLE a;")).toEqual([
      [],
      [],
      [["allow", "drop-table", "it is empty"]],
    ]);
  });

  test("the statement on its line, or around it", async () => {
    expect(
      await directives(
        "DROP TABLE a; -- migration-gate: allow drop-table: gone\nDROP TABLE\n  -- migration-gate: allow drop-table: too\n b;",
      ),
    ).toEqual([[], [["allow", "drop-table", "gone"]], [["allow", "drop-table", "too"]]]);
  });

  test("the file, when a blank line follows it at the top", async () => {
    expect(await directives("-- migration-gate: allow drop-table: all of it\n\nDROP TABLE a;\nDROP TABLE b;")).toEqual([
      [["allow", "drop-table", "all of it"]],
      [],
      [],
    ]);
  });

  test("the first statement, when it stands right above it", async () => {
    expect((await directives("-- migration-gate: allow a-rule: x\n-- more words\nDROP TABLE a;"))[1]).toEqual([
      ["allow", "a-rule", "x"],
    ]);
  });

  test("the file, when it says that there is no way back", async () => {
    expect(await directives("SELECT 1;\n-- migration-gate: irreversible: the rows are gone\nDROP TABLE a;")).toEqual([
      [["irreversible", "the rows are gone"]],
      [],
      [],
    ]);
  });

  test("the file, for an expectation after the last statement", async () => {
    expect((await directives("DELETE FROM a;\n-- migration-gate: expect SELECT count(*) FROM a WHERE b >= 1 = 0"))[0]).toEqual([
      ["expect", "SELECT count(*) FROM a WHERE b >= 1", "0", { kind: "compare", operator: "=", value: "0" }],
    ]);
  });
});

describe("spelling", () => {
  test("several rules, block comments, upper case", async () => {
    expect((await directives("/* Migration-Gate: ALLOW rule-a, rule-b: both */ DROP TABLE a;"))[1]).toEqual([
      ["allow", "rule-a", "both"],
      ["allow", "rule-b", "both"],
    ]);
  });

  test.each([
    ["no reason", "-- migration-gate: allow drop-table", "needs a rule and a reason"],
    ["an empty reason", "-- migration-gate: allow drop-table:", "needs a rule and a reason"],
    ["no rule", "-- migration-gate: allow: because", "needs a rule and a reason"],
    ["an unknown verb", "-- migration-gate: ignore drop-table: x", "`ignore` is not known here"],
    ["no colon", "-- migration-gate allow drop-table: x", "a colon is missing"],
    ["an expectation without a value", "-- migration-gate: expect SELECT 1", "an expectation is"],
    ["no way back without a reason", "-- migration-gate: irreversible", "say why"],
  ])("%s is malformed", async (_title, comment, message) => {
    const { statements } = await read(`SELECT 0;\n${comment}\nSELECT 1;`);
    const [directive] = statements[1]?.directives ?? [];
    const found = directive ?? (await read(`SELECT 0;\n${comment}\nSELECT 1;`)).directives[0];
    expect(found).toMatchObject({ kind: "malformed", message: expect.stringContaining(message) });
    expect(found?.place.line).toBe(2);
  });

  test("an exception that no statement follows is malformed", async () => {
    expect((await read("SELECT 1;\n\n-- migration-gate: allow a-rule: too late\n")).directives).toMatchObject([
      { kind: "malformed" },
    ]);
  });

  test("prose that mentions the tool is no directive, nor is text in a string or in rows", async () => {
    const text =
      "-- see the docs of migration-gate for this\nSELECT '-- migration-gate: allow a: b';\nCOPY t FROM stdin;\n-- migration-gate: allow a: b\n\\.\n";
    const { directives: ofFile, statements } = await read(text, { psql: true });
    expect([...ofFile, ...statements.flatMap((statement) => statement.directives)]).toEqual([]);
  });

  test("the place is that of the comment's line", async () => {
    const { statements } = await read("SELECT '😀';\r\n  -- migration-gate: allow a-rule: b\r\nSELECT 1;");
    expect(statements[1]?.directives[0]?.place).toEqual({ file: "m.sql", line: 2, column: 3, endLine: 2, endColumn: 37 });
  });
});
