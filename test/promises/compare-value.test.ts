import { describe, expect, test } from "vitest";
import type { Comparison } from "../../src/model/promise.js";
import { compareValue } from "../../src/promises/compare-value.js";

const compare = (found: string, operator: Comparison, value: string) =>
  compareValue(found, { kind: "compare", operator, value }, null).kept;

describe("a found value against what was expected", () => {
  test.each([
    ["9", "<", "10", true],
    ["1.50", "=", "1.5", true],
    ["2026-02-01", "<", "2026-11-01", true],
    ["true", "=", "t", true],
    ["null", "=", "0", false],
    ["null", "=", "NULL", true],
    ["null", "<", "5", false],
    ["null", "<>", "5", true],
    ["done", "=", "Done", false],
  ] as const)("%s %s %s", (found, operator, value, kept) => {
    expect(compare(found, operator, value)).toBe(kept);
  });

  test("known exceptions count from the bound, and are told", () => {
    const none = { kind: "compare", operator: "=", value: "0" } as const;
    expect(compareValue("3", none, { kind: "count", amount: 3 })).toEqual({ kept: true, tolerated: true });
    expect(compareValue("4", none, { kind: "count", amount: 3 }).kept).toBe(false);
    expect(compareValue("0", none, { kind: "count", amount: 3 })).toEqual({ kept: true, tolerated: false });
  });

  test("a share is one of the figure that was expected", () => {
    const volume = { kind: "compare", operator: "=", value: "50000" } as const;
    expect(compareValue("47500", volume, { kind: "percent", amount: 5 }).kept).toBe(true);
    expect(compareValue("2847", volume, { kind: "percent", amount: 5 }).kept).toBe(false);
  });

  test("no tolerance makes a forbidden value right", () => {
    expect(compareValue("5", { kind: "compare", operator: "<>", value: "5" }, { kind: "count", amount: 9 }).kept).toBe(false);
  });
});
