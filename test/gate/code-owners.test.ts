import { describe, expect, test } from "vitest";
import { codeOwnerRequirements, readCodeOwners } from "../../src/gate/code-owners.js";

describe("patterns, as GitHub documents them", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["*", ["a.sql", "db/deep/a.sql"], []],
    ["*.sql", ["a.sql", "db/deep/a.sql"], ["a.sql.md", "a.js"]],
    ["/db/migrations/", ["db/migrations/1.sql", "db/migrations/x/1.sql"], ["app/db/migrations/1.sql", "db/migrations"]],
    ["docs/*", ["docs/start.md"], ["docs/build/help.md", "app/docs/start.md"]],
    ["apps/", ["apps/a", "x/apps/a/b"], ["apps"]],
    ["/docs/", ["docs/a/b"], ["x/docs/a"]],
    ["/scripts", ["scripts", "scripts/a"], ["x/scripts", "scripts2"]],
    ["**/logs", ["logs/a", "x/logs/a", "x/y/logs/a"], ["xlogs/a"]],
    ["db/**/up.sql", ["db/up.sql", "db/1/up.sql", "db/1/2/up.sql"], ["db/1/down.sql", "x/db/1/up.sql"]],
    ["db/**", ["db/a", "db/a/b"], ["db", "x/db/a"]],
    ["db/00?_*.sql", ["db/001_a.sql"], ["db/0010_a.sql", "db/001/_a.sql"]],
    ["/a\\ b/", ["a b/c.sql"], ["a/b/c.sql"]],
    ["/a+(b).sql", ["a+(b).sql"], ["aab.sql"]],
  ])("%s", (pattern, owned, free) => {
    const ownersOf = readCodeOwners(`${pattern} @ann\n`);
    expect(owned.filter((path) => ownersOf(path).length === 0)).toEqual([]);
    expect(free.filter((path) => ownersOf(path).length > 0)).toEqual([]);
  });
});

describe("lines", () => {
  test("the last that matches wins, also one that takes the owners away", () => {
    const ownersOf = readCodeOwners("* @all\n/db/ @acme/dba @ann # both\n/db/seed/\n");
    expect(ownersOf("readme")).toEqual(["@all"]);
    expect(ownersOf("db/1.sql")).toEqual(["@acme/dba", "@ann"]);
    expect(ownersOf("db/seed/1.sql")).toEqual([]);
  });

  test("comments, negations, ranges and owners that are none are skipped, as GitHub does", () => {
    const ownersOf = readCodeOwners("* @ann\n# /db/ @x\n!/db/ @x\n/db/[ab].sql @x\n/db/ nobody\n");
    expect(ownersOf("db/a.sql")).toEqual(["@ann"]);
  });

  test("line ends of Windows", () => {
    expect(readCodeOwners("/db/ @ann\r\n")("db/a.sql")).toEqual(["@ann"]);
  });

  test("a file larger than GitHub loads owns nothing", () => {
    expect(readCodeOwners(`* @ann\n${"#".repeat(3 * 1024 * 1024)}`)("a")).toEqual([]);
  });
});

test("files with the same owners ask for one approval, others for their own", () => {
  const text = "/db/ @acme/dba\n/db/billing/ @ann @acme/dba\n";
  expect(codeOwnerRequirements(text, ["db/2.sql", "db/1.sql", "db/billing/3.sql", "db/1.sql", "elsewhere.sql"])).toEqual([
    { because: "owner of `db/1.sql` and 1 more", count: 1, from: ["@acme/dba"], writersOnly: true },
    { because: "owner of `db/billing/3.sql`", count: 1, from: ["@ann", "@acme/dba"], writersOnly: true },
  ]);
});
