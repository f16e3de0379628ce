import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { needs18 } from "../../src/sql/newer-syntax.js";
import { loadGrammar16 } from "../../src/sql/parsers/grammar-16.js";
import { loadTreeParser } from "../../src/sql/parsers/tree-parser.js";
import { split } from "../../src/sql/split.js";
import { canonicalTree } from "./canonical-tree.js";

/** A file whose statements need a server newer than 16 says so by its folder or in a comment. */
const MARK = /newer than 16/iu;

const files = readdirSync("fixtures", { recursive: true, encoding: "utf8" })
  // A NUL ends the text for one of them, and the server takes none.
  .filter((path) => path.endsWith(".sql") && !readFileSync(`fixtures/${path}`).includes(0))
  .sort();

describe("both parsers agree on", () => {
  test.each(files)("%s", async (path) => {
    const text = readFileSync(`fixtures/${path}`, "utf8");
    const [parser, grammar] = [await loadTreeParser(), await loadGrammar16()];
    const isNewer = path.startsWith("sql/newer/") || MARK.test(text);
    for (const item of split(text, { psql: true }).items) {
      if (item.kind === "command" || item.problem !== null) continue;
      const sql = text.slice(item.start, item.end);
      const tree = parser.parse(sql);
      const old = await grammar.parse(sql);
      expect(old, sql).not.toHaveProperty("broke");
      if ("statements" in tree && "failure" in old)
        expect(isNewer || tree.statements.some(needs18), `only 18 takes: ${sql}`).toBe(true);
      else expect("statements" in tree, `only 16 takes: ${sql}`).toBe("statements" in old);
      if ("statements" in tree && "statements" in old)
        expect(canonicalTree(old.statements), sql).toEqual(canonicalTree(tree.statements));
    }
  });

  test("there is something to agree on", () => {
    expect(files.filter((path) => path.startsWith("sql/")).length).toBeGreaterThanOrEqual(10);
  });
});

describe("statements of newer servers", () => {
  test.each(["postgres-17.sql", "postgres-18.sql"])("in %s are refused by 16 and told apart", async (name) => {
    const text = readFileSync(`fixtures/sql/newer/${name}`, "utf8");
    const [parser, grammar] = [await loadTreeParser(), await loadGrammar16()];
    const { items } = split(text, { psql: false });
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      const sql = text.slice(item.start, item.end);
      const tree = parser.parse(sql);
      expect(await grammar.parse(sql), sql).toHaveProperty("failure");
      expect("statements" in tree && tree.statements.some(needs18), sql).toBe(name === "postgres-18.sql");
    }
  });
});
