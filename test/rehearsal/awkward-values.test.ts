import { describe, expect, test } from "vitest";
import { chooseParents, type Reference } from "../../src/rehearsal/awkward/choose-parents.js";
import { columnsIn } from "../../src/rehearsal/awkward/columns-in.js";
import { combinations } from "../../src/rehearsal/awkward/combinations.js";
import { fillOrder } from "../../src/rehearsal/awkward/fill-order.js";
import { literalsOf } from "../../src/rehearsal/awkward/literals.js";
import { matchingText } from "../../src/rehearsal/awkward/matching-text.js";
import { numberValues } from "../../src/rehearsal/awkward/number-values.js";
import type { Shape } from "../../src/rehearsal/awkward/shape.js";
import { suggestions } from "../../src/rehearsal/awkward/suggestions.js";
import { textValues } from "../../src/rehearsal/awkward/text-values.js";
import { valuesOf } from "../../src/rehearsal/awkward/values-of.js";

const NO_LITERALS = { texts: [], numbers: [], patterns: [] };

function base(name: string, modifier = -1): Shape {
  return { kind: "base", name, modifier, sql: name };
}

describe("values", () => {
  test.each([1, 2, 3, 5, 9, 10, 40, 255, 4_000])("of varchar(%i) fit it, the longest to the last character", (limit) => {
    const values = textValues("varchar", limit + 4);
    const texts = [...(values?.tame ?? []), ...(values?.awkward ?? []).map(({ text }) => text ?? "")];
    expect(Math.max(...texts.map((text) => [...text].length))).toBe(limit);
  });

  test.each(["int2", "int4", "int8", "numeric", "text", "uuid", "date", "timestamptz", "jsonb", "bytea", "inet"])(
    "of %s that are to differ do, and are none that anybody would use",
    (name) => {
      const values = valuesOf(base(name), 180_000);
      const many = Array.from({ length: 200 }, (_, at) => values.distinct(at));
      expect(new Set(many).size).toBe(200);
      expect(many.filter((text) => text === null || values.tame.includes(text))).toEqual([]);
    },
  );

  test.each([
    [3, 3, "0.999", "-0.999"],
    [6, 2, "9999.99", "-9999.99"],
    [4, 0, "9999", "-9999"],
  ])("of numeric(%i, %i) reach from %s to %s", (precision, scale, largest, smallest) => {
    const texts = numberValues("numeric", ((precision << 16) | scale) + 4, 150_000)?.awkward.map(({ text }) => text);
    expect(texts).toContain(largest);
    expect(texts).toContain(smallest);
    expect(texts).not.toContain("Infinity");
  });

  test("of numeric are infinite since 14 only", () => {
    const texts = (version: number) => numberValues("numeric", -1, version)?.awkward.map(({ text }) => text);
    expect(texts(130_000)).not.toContain("Infinity");
    expect(texts(140_000)).toContain("Infinity");
  });

  test("of types within types are quoted at each level", () => {
    const pair: Shape = { kind: "composite", attributes: [base("text"), base("int4")], sql: "pair" };
    const { awkward, tame } = valuesOf({ kind: "array", element: pair, sql: "pair[]" }, 180_000);
    expect(tame[1]).toBe('{"(\\"Alpha\\",\\"1\\")"}');
    expect(awkward.map(({ text }) => text)).toContain('{"(,)"}');
  });
});

describe("literals of a check", () => {
  test("are its texts, numbers and patterns as the server prints them", () => {
    const expression = `((status = ANY (ARRAY['a'::text, 'it''s'::text])) AND (length((c7)::text) >= 3) AND (x < 2.5)
      AND (slug ~ E'^\\\\d+$'::text) AND (url ~~ 'http%'::text) AND (kind = ANY ('{x,"y z"}'::text[])) AND (n > '-5'::integer))`;
    const { texts, numbers, patterns } = literalsOf(expression);
    expect(texts).toEqual(["a", "it's", "x", "y z", "-5"]);
    expect(numbers).toEqual(["3", "2.5", "-5"]);
    expect(patterns).toEqual(["^\\d+$", "^http[a-z]*$"]);
  });

  test("propose values on both sides of a bound, and objects with a key", () => {
    expect(suggestions(base("int4"), { ...NO_LITERALS, numbers: ["10"] })).toEqual(["10", "11", "9", "-10"]);
    expect(suggestions(base("date"), { ...NO_LITERALS, texts: ["2024-03-01"] })).toEqual([
      "2024-03-01",
      "2024-03-02",
      "2024-02-29",
    ]);
    expect(suggestions(base("jsonb"), { ...NO_LITERALS, texts: ["version"] })).toContain('{"version":1}');
    expect(suggestions(base("bytea"), { ...NO_LITERALS, numbers: ["2"] })).toContain("\\x6161");
    expect(suggestions(base("varchar"), { ...NO_LITERALS, numbers: ["4"] })).toContain("aaaa");
  });

  test("are told from columns", () => {
    expect(columnsIn(`(("Odd ""Name" > 0) AND (note <> 'flag'::text))`, ['Odd "Name', "note", "flag", "Note"])).toEqual([
      'Odd "Name',
      "note",
    ]);
  });
});

describe("a text for a pattern", () => {
  test.each([
    "^.+@.+$",
    "^[a-z0-9-]{3,10}$",
    "^0x[0-9a-fA-F]{40}$",
    "^(https?|ftp)://[^/\\s]+(/.*)?$",
    "^\\+?[1-9]\\d{1,14}$",
    "^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
    "^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$",
    "^\\d{4}-\\d{2}$",
    "^(?:a|b|cc)+$",
    "abc",
    "^$",
  ])("%s matches, and there are others", (pattern) => {
    const texts = Array.from({ length: 12 }, (_, at) => matchingText(pattern, at * 7));
    for (const text of texts) expect(text).toMatch(new RegExp(pattern, "u"));
    if (/[[.+\\]/u.test(pattern.slice(1))) expect(new Set(texts).size).toBeGreaterThan(1);
  });

  test.each(["^(?!x).+$", "a(", "[z-a]", "\\1"])("%s is left to others", (pattern) => {
    expect(matchingText(pattern, 0)).toBeNull();
  });
});

describe("combinations", () => {
  test("begin with the first of each, show every value, and never repeat", () => {
    const lists = [
      ["a", "b", "c"],
      ["x", "y", "z", "w"],
      ["1", "2"],
    ];
    const found = combinations(lists, 1_000);
    expect(found[0]).toEqual(["a", "x", "1"]);
    expect(new Set(found.map((each) => each.join())).size).toBe(24);
    expect(found).toHaveLength(24);
    const few = combinations(lists, 9);
    for (const [at, list] of lists.entries()) expect(new Set(few.map((each) => each[at]))).toEqual(new Set(list));
  });

  test("of a list without values are none", () => {
    expect(combinations([["a"], []], 10)).toEqual([]);
  });
});

describe("the order of tables", () => {
  const node = (key: number, ...needs: readonly (readonly [number, boolean])[]) => ({
    key,
    needs: needs.map(([on, mandatory]) => ({ on, mandatory })),
  });

  test("puts what is referred to first, whatever the order they come in", () => {
    const nodes = [node(4, [3, true], [1, true]), node(3, [2, true]), node(2, [1, true]), node(1, [1, true])];
    expect(fillOrder(nodes)).toEqual([[1], [2], [3], [4]]);
    expect(fillOrder([...nodes].reverse())).toEqual([[1], [2], [3], [4]]);
  });

  test("breaks a circle where a reference may be missing, and ends where none may", () => {
    expect(fillOrder([node(1, [2, true]), node(2, [1, false])])).toEqual([[2], [1]]);
    expect(fillOrder([node(1, [2, true]), node(2, [1, true])]).flat()).toHaveLength(2);
  });
});

describe("keys to refer to", () => {
  const reference = (columns: readonly number[], parents: Reference["parents"], nullable: readonly number[] = []): Reference => ({
    columns,
    parents,
    full: false,
    nullable: new Set(nullable),
  });

  test("agree where references share a column", () => {
    const tenant = reference([1], [["t1"], ["t2"]]);
    const user = reference([1, 2], [["t2", "u1"]]);
    expect(chooseParents([tenant, user], () => 0)).toEqual(
      new Map([
        [1, "t2"],
        [2, "u1"],
      ]),
    );
  });

  test("are NULL where there are none and may be, and missing where not", () => {
    expect(chooseParents([reference([1], [], [1])], () => 0)).toEqual(new Map([[1, null]]));
    expect(chooseParents([reference([1], [])], () => 0)).toBeNull();
    expect(chooseParents([{ ...reference([1, 2], [], [1]), full: true }], () => 0)).toBeNull();
  });

  test("begin where they are asked to", () => {
    expect(chooseParents([reference([1], [["a"], ["b"], ["c"]])], () => 4)?.get(1)).toBe("b");
  });
});
