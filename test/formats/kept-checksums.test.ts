import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { assembleHistory } from "../../src/formats/assemble-history.js";
import { formatById } from "../../src/formats/index.js";

type Files = Readonly<Record<string, string>>;

const sources = (files: Files) => Object.entries(files).map(([path, text]) => ({ path, text }));

function problemsOf(format: string, head: Files, base: Files = {}): readonly string[] {
  const input = { format: formatById(format), formatReason: "", base: sources(base), head: sources(head), given: null };
  return assembleHistory({ ...input, options: { placeholders: {} } }).problems.map(({ kind, message }) => `${kind}: ${message}`);
}

/** As `atlas migrate hash` writes it. */
function sumOf(files: Files): string {
  const running = createHash("sha256");
  const lines = Object.entries(files).map(([name, text]) => [name, running.update(name).update(text).copy().digest("base64")]);
  const total = createHash("sha256");
  for (const line of lines) total.update(line.join(""));
  return `h1:${total.digest("base64")}\n${lines.map(([name, hash]) => `${name} h1:${hash}\n`).join("")}`;
}

describe("atlas.sum", () => {
  const files = { "1_a.sql": "CREATE TABLE a (id int);\n", "2_b.sql": "CREATE TABLE b (id int);\n" };
  const inFolder = (content: Files) => Object.fromEntries(Object.entries(content).map(([name, text]) => [`m/${name}`, text]));

  test("a right one says nothing", () => {
    expect(problemsOf("atlas", { ...inFolder(files), "m/atlas.sum": sumOf(files) })).toEqual([]);
  });

  test.each([
    ["an edited file", { "1_a.sql": "CREATE TABLE a (id bigint);\n" }, /checksum of 1_a\.sql/u],
    ["a file that was not hashed", { "3_c.sql": "SELECT 1;\n" }, /3_c\.sql is missing from atlas\.sum/u],
    ["a merge of two sums", { "atlas.sum": sumOf(files).replace(/^h1:.*/u, "h1:AAAA=") }, /first line of m\/atlas\.sum/u],
    ["no list at all", { "atlas.sum": "<<<<<<< HEAD\n" }, /is no list/u],
    [
      "a file that is gone",
      { "atlas.sum": sumOf({ ...files, "3_c.sql": "SELECT 1;\n" }) },
      /lists 3_c\.sql, which is not there/u,
    ],
  ])("%s stops the deploy", (_, change, message) => {
    const problems = problemsOf("atlas", inFolder({ ...files, "atlas.sum": sumOf(files), ...change }));
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(problems[0]).toMatch(/^checksum-wrong: Atlas refuses to run/u);
  });

  test("it is checked beside another tool's files, whose ways back it leaves out", () => {
    const ups = { "1_a.up.sql": "CREATE TABLE a (id int);" };
    const right = { ...inFolder(ups), "m/1_a.down.sql": "DROP TABLE a;", "m/atlas.sum": sumOf(ups) };
    expect(problemsOf("golang-migrate", right)).toEqual([]);
    expect(problemsOf("golang-migrate", { ...right, "m/1_a.up.sql": "SELECT 1;" })).toEqual([
      expect.stringContaining("checksum of 1_a.up.sql"),
    ]);
  });

  test("a file that asks to be ignored counts by its name only", () => {
    const running = createHash("sha256").update("1_a.sql").update("2_b.sql").update("SELECT 2;\n");
    const hash = running.digest("base64");
    const total = createHash("sha256").update("2_b.sql").update(hash).digest("base64");
    const content = { "1_a.sql": "-- atlas:sum ignore\n\nSELECT 1;\n", "2_b.sql": "SELECT 2;\n" };
    expect(problemsOf("atlas", { ...inFolder(content), "m/atlas.sum": `h1:${total}\n2_b.sql h1:${hash}\n` })).toEqual([]);
  });

  test("without one Atlas refuses", () => {
    expect(problemsOf("atlas", inFolder(files))).toEqual([expect.stringContaining("there is no atlas.sum")]);
  });
});

test("a Prisma lock for another database stops the deploy", () => {
  const files = (provider: string) => ({
    "m/migration_lock.toml": `provider = "${provider}"`,
    "m/1_a/migration.sql": "SELECT 1;",
  });
  expect(problemsOf("prisma", files("postgresql"))).toEqual([]);
  expect(problemsOf("prisma", files("mysql"))).toEqual([expect.stringContaining("names the provider mysql")]);
});

test("a Drizzle journal for another database, or that names a file twice, is told", () => {
  const journal = (dialect: string, ...tags: readonly string[]) => ({
    "d/meta/_journal.json": JSON.stringify({ dialect, entries: tags.map((tag, when) => ({ tag, when })) }),
    "d/0_a.sql": "SELECT 1;",
  });
  expect(problemsOf("drizzle", journal("postgresql", "0_a"))).toEqual([]);
  expect(problemsOf("drizzle", journal("mysql", "0_a"))).toEqual([expect.stringContaining("is for mysql")]);
  expect(problemsOf("drizzle", journal("postgresql", "0_a", "0_a"))).toEqual([expect.stringContaining("names 0_a twice")]);
});

test("two branches that each committed a Graphile migration break the chain", () => {
  const commit = (previous: string, body: string) => {
    const hash = `sha1:${createHash("sha1")
      .update(`${`${previous === "-" ? "" : previous}\n${body}`.trim()}\n`)
      .digest("hex")}`;
    return { hash, text: `--! Previous: ${previous}\n--! Hash: ${hash}\n\n${body}\n` };
  };
  const first = commit("-", "SELECT 1;");
  const [mine, theirs] = [commit(first.hash, "SELECT 2;"), commit(first.hash, "SELECT 3;")];
  const base = { "m/committed/000001.sql": first.text, "m/committed/000002.sql": theirs.text };
  const head = { ...base, "m/committed/000003.sql": mine.text };
  expect(problemsOf("graphile-migrate", base, base)).toEqual([]);
  expect(problemsOf("graphile-migrate", head, base)).toEqual([expect.stringMatching(/refuses 000003\.sql: its `Previous` is/u)]);
  const next = commit(theirs.hash, "SELECT 4;");
  expect(problemsOf("graphile-migrate", { ...base, "m/committed/000003.sql": next.text }, base)).toEqual([]);
});
