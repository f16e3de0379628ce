import { expect, test } from "vitest";
import { formatById } from "../../src/formats/index.js";

function read(text: string, placeholders: Readonly<Record<string, string>> = {}) {
  const { migrations, problems } = formatById("plain").read([{ path: "m/1_a.sql", text }], { placeholders });
  return { text: migrations[0]?.up.text, problems: problems.map(({ kind, message }) => `${kind}: ${message}`) };
}

test.each([
  ["SELECT :a, :'a', :\"a\";", "SELECT x'y, 'x''y', \"x'y\";"],
  ["SELECT ':a', \":a\", $$ :a $$; -- :a", "SELECT ':a', \":a\", $$ :a $$; -- :a"],
  ["SELECT b::text, c[1:a], d := 1;", "SELECT b::text, c[1:a], d := 1;"],
])("%s is filled as psql fills it", (text, filled) => {
  expect(read(text, { a: "x'y" })).toEqual({ text: filled, problems: [] });
});

test("a value may be set in the file", () => {
  expect(read("\\set owner 'o''brien'\nSELECT :'owner';\n").text).toBe("\\set owner 'o''brien'\nSELECT 'o''brien';\n");
});

test("one that nobody sets is told with its line, unless another command may set it", () => {
  expect(read("SELECT 1;\nSELECT :a;").problems).toEqual([
    expect.stringMatching(/^file-unreadable: 1_a\.sql, line 2: :a has no value/u),
  ]);
  expect(read("SELECT 1 AS a \\gset\nSELECT :a;").problems).toEqual([]);
});
