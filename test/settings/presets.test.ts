import { describe, expect, test } from "vitest";
import { flags } from "../../src/settings/flags.js";
import { readSettings } from "../../src/settings/read-settings.js";

const known = { rules: ["drop-table", "ban-char"], formats: [], style: ["ban-char"] };
const read = (values: Readonly<Record<string, unknown>>) => readSettings([{ from: "test", values }], known);

describe("style", () => {
  test.each([
    [true, ["all"]],
    ["all", ["all"]],
    [["all", "ban-char"], ["all"]],
    [["true"], ["all"]],
    [false, []],
    ["ban-char", ["ban-char"]],
    [[], []],
  ])("%j is %j", (written, meant) => {
    expect(read({ style: written }).style).toEqual(meant);
  });

  test("a name that is no rule of style is refused, with the nearest", () => {
    expect(() => read({ style: ["ban-chr"] })).toThrow(/ban-chr.*did you mean `ban-char`/u);
    expect(() => read({ style: ["drop-table"] })).toThrow(/unknown rule of style `drop-table`/u);
  });

  test("is a list on the command line", () => {
    expect(flags.find(({ name }) => name === "style")).toMatchObject({ kind: "list", default: null });
  });
});

test("a preset is one of three", () => {
  expect(read({}).preset).toBe("recommended");
  expect(() => read({ preset: "paranoid" })).toThrow(/`recommended`, `strict`, `advice`/u);
  expect(flags.find(({ name }) => name === "preset")?.choices).toEqual(["recommended", "strict", "advice"]);
});

describe("an exception in the settings", () => {
  const allow = { rule: "drop-table", reason: "retired" };

  test("takes a day", () => {
    expect(read({ allow: [{ ...allow, until: "2027-01-31" }] }).allow[0]?.until).toBe("2027-01-31");
  });

  test.each(["2027-02-30", "next week", "31.01.2027"])("refuses «%s»", (until) => {
    expect(() => read({ allow: [{ ...allow, until }] })).toThrow(/allow\.0\.until/u);
  });

  test("needs its reason", () => {
    expect(() => read({ allow: [{ rule: "drop-table" }] })).toThrow(/allow\.0\.reason/u);
  });
});
