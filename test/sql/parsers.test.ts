import { beforeAll, describe, expect, test } from "vitest";
import { type Grammar16, loadGrammar16 } from "../../src/sql/parsers/grammar-16.js";
import { loadTreeParser, type TreeParser } from "../../src/sql/parsers/tree-parser.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { read } from "./read.js";

let parser: TreeParser;
let grammar: Grammar16;
beforeAll(async () => {
  parser = await loadTreeParser();
  grammar = await loadGrammar16();
});

describe("the grammar of 16", () => {
  test("lives through 20,000 statements", async () => {
    const sql = "CREATE TABLE t (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'x', CHECK (id > 0))";
    const first = JSON.stringify(await grammar.parse(sql));
    for (let turn = 0; turn < 20_000; turn++) await grammar.parse(sql);
    expect(JSON.stringify(await grammar.parse(sql))).toBe(first);
  });

  test("takes one statement of half a megabyte", async () => {
    const sql = `INSERT INTO t VALUES ${Array.from({ length: 50_000 }, (_, at) => `(${at})`).join(",")}`;
    expect(await grammar.parse(sql)).toHaveProperty("statements");
  });

  test("works again after nesting that breaks it", async () => {
    for (const depth of [1000, 5000, 50_000]) {
      const sql = `SELECT ${"(SELECT ".repeat(depth)}1${")".repeat(depth)}`;
      await grammar.parse(sql);
      expect(await grammar.parse("SELECT 1")).toHaveProperty("statements");
    }
  });

  test("points at errors by code points, like the other", async () => {
    const sql = "SELECT '😀é漢' fro m";
    const failures = [parser.parse(sql), await grammar.parse(sql)].map((result) =>
      result !== null && "failure" in result ? result.failure.index : -1,
    );
    expect(failures).toEqual([sql.length - 1, sql.length - 1]);
  });
});

describe("the tree", () => {
  test("keeps negative numbers and empty comments", () => {
    expect(JSON.stringify(parser.parse("ALTER TABLE t ALTER a SET DEFAULT -1"))).toContain('"ival":-1');
  });

  test("survives a hundred texts that are too deep for it", async () => {
    const sql = `SELECT ${Array.from({ length: 20_000 }, () => "1").join("+")}`;
    for (let turn = 0; turn < 100; turn++) {
      expect(parser.parse(sql)).toHaveProperty("broke");
      await parser.mend();
      expect(parser.parse("SELECT 1")).toHaveProperty("statements");
    }
  });

  test("refuses a NUL byte by name", () => {
    expect(parser.parse("SELECT 1\0; DROP TABLE t")).toMatchObject({
      failure: { index: 8, message: expect.stringContaining("NUL") },
    });
  });
});

test.each([
  ["a sum", `UPDATE t SET a = ${Array.from({ length: 6000 }, () => "1").join("+")}`],
  ["a longer sum", `UPDATE t SET a = ${Array.from({ length: 50_000 }, () => "1").join("+")}`],
  ["a union", Array.from({ length: 5000 }, () => "SELECT 1").join(" UNION ALL ")],
  ["negations", `DELETE FROM t WHERE ${"NOT ".repeat(6000)} true`],
])("nesting that is too deep to read is not called a mistake: %s", async (_title, sql) => {
  for (const major of [16, 18]) {
    const { statements } = await read(`${sql}; SELECT 1;`, {}, major);
    expect(statements.map((statement) => statement.operations[0]?.operation.kind)).toEqual(["other", "select"]);
  }
});

test("a file of 200 KB is read whole", async () => {
  const block =
    "CREATE TABLE t%d (id bigint PRIMARY KEY, name text DEFAULT 'é;');\nCREATE INDEX ON t%d (name);\nINSERT INTO t%d VALUES (1, $$;$$);\n";
  const count = Math.ceil(200_000 / block.length);
  const text = Array.from({ length: count }, (_, at) => block.replaceAll("%d", String(at))).join("");
  const { statements } = await read(text, {}, 16);
  expect(statements).toHaveLength(count * 3);
  expect(statements.at(-1)).toMatchObject({
    text: `INSERT INTO t${count - 1} VALUES (1, $$;$$)`,
    place: { line: count * 3, column: 1 },
  });
  expect(
    statements.flatMap((statement) => statement.operations).filter(({ operation }) => operation.kind === "unreadable"),
  ).toEqual([]);
});

test.each([
  ["on their own", `${"/*".repeat(100_000)}; ALTER TABLE t ADD COLUMN c int`],
  ["that all close", `SELECT ${"/*".repeat(100_000)}${"*/".repeat(100_000)} 1`],
  ["in a block", `DO $$ BEGIN ${"/*".repeat(100_000)} END $$`],
])("comments in comments %s, a hundred thousand of them, are not read, and nobody waits", async (_where, sql) => {
  const script = { file: "1.sql", text: sql, transaction: "file" as const, psql: false };
  const [read] = await readMigrations([{ id: "1", version: "1", up: script, down: null, digests: [] }], { serverMajor: 16 });
  expect(read?.up.statements.flatMap(({ operations }) => operations.map(({ operation }) => operation.kind))).toContain(
    "unreadable",
  );
});
