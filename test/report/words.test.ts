import { describe, expect, test } from "vitest";
import { count, counted, listed } from "../../src/report/words/count.js";
import { duration } from "../../src/report/words/duration.js";
import { ofKind } from "../../src/report/words/kinds.js";
import { lockModeName } from "../../src/report/words/lock-mode-name.js";

describe("words", () => {
  test.each([
    [0, "under 1 ms"],
    [0.99, "under 1 ms"],
    [1, "1 ms"],
    [999.4, "999 ms"],
    [999.6, "1.0 s"],
    [3_010, "3.0 s"],
    [102_300, "102.3 s"],
    [119_949, "119.9 s"],
    [119_960, "2 min"],
    [125_000, "2 min 5 s"],
    [3_599_600, "1 h"],
    [3_840_000, "1 h 4 min"],
  ])("%d ms is %s", (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

  test.each([
    [0, "0"],
    [999, "999"],
    [2_000_000, "2,000,000"],
  ])("%d is %s", (number, text) => expect(count(number)).toBe(text));

  test("one is singular", () => expect([counted(1, "row"), counted(2, "person", "people")]).toEqual(["1 row", "2 people"]));

  test("lists end with the rest counted", () => {
    expect(listed([], 2)).toBe("");
    expect(listed(["a"], 2)).toBe("a");
    expect(listed(["a", "b"], 2)).toBe("a and b");
    expect(listed(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
  });

  test.each([
    [1, "tables", "1 table"],
    [1, "indexes", "1 index"],
    [2, "index", "2 indexes"],
    [3, "foreign keys", "3 foreign keys"],
    [2, "policy", "2 policies"],
  ])("%d %s is %s", (number, kind, text) => expect(ofKind(number, kind)).toBe(text));

  test("lock modes read as in the manual", () => {
    expect(lockModeName("ShareUpdateExclusiveLock")).toBe("SHARE UPDATE EXCLUSIVE");
    expect(lockModeName("AccessExclusiveLock")).toBe("ACCESS EXCLUSIVE");
  });
});
