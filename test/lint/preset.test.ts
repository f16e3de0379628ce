import { describe, expect, test } from "vitest";
import { STRICT } from "../../src/lint/preset.js";
import { rules } from "../../src/rules/index.js";
import { find, of } from "./find.js";

const FILE = "migrations/0002_change.sql";
const ADD = "ALTER TABLE orders ADD COLUMN note text;";

describe("strict", () => {
  test("holds for a missing lock timeout and a missing way back, which recommended only tells", async () => {
    const usual = await find({ [FILE]: ADD });
    const strict = await find({ [FILE]: ADD }, { preset: "strict" });
    for (const rule of ["missing-lock-timeout", "down-missing"]) {
      expect(of(usual, rule)[0]?.severity).toBe("warning");
      expect(of(strict, rule)[0]?.severity).toBe("error");
    }
  });

  test("leaves alone what people have graded", async () => {
    const found = await find({ [FILE]: ADD }, { preset: "strict", severities: { "missing-lock-timeout": "info" } });
    expect(of(found, "missing-lock-timeout")[0]?.severity).toBe("info");
  });

  test("names only rules that exist", () => {
    const ids = rules.map(({ id }) => id);
    expect([...STRICT].filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe("advice", () => {
  test("holds for nothing that runs", async () => {
    const sql = "DROP TABLE customers;\nUPDATE orders SET total = 1;\nCREATE INDEX orders_total ON orders (total);";
    expect((await find({ [FILE]: sql })).some(({ severity }) => severity === "error")).toBe(true);
    expect((await find({ [FILE]: sql }, { preset: "advice" })).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("still blocks what cannot run", async () => {
    const found = await find({ [FILE]: "ALTER TABLE nowhere ADD COLUMN note text;" }, { preset: "advice" });
    expect(of(found, "object-does-not-exist")[0]?.severity).toBe("error");
  });

  test("leaves alone what people have graded", async () => {
    const found = await find(
      { [FILE]: "UPDATE orders SET total = 1;" },
      { preset: "advice", severities: { "update-without-where": "error" } },
    );
    expect(of(found, "update-without-where")[0]?.severity).toBe("error");
  });
});

describe("style", () => {
  const SQL = "CREATE TABLE codes (code char(3), at timestamp);";
  const ids = new Set(rules.filter(({ preset }) => preset === "style").map(({ id }) => id));
  const styled = (found: Awaited<ReturnType<typeof find>>) => found.filter(({ rule }) => ids.has(rule)).map(({ rule }) => rule);

  test("is off unless asked for", async () => {
    expect(styled(await find({ [FILE]: SQL }))).toEqual([]);
    expect(styled(await find({ [FILE]: SQL }, { preset: "strict" }))).toEqual([]);
  });

  test("is on as a whole, one by one, or by a severity", async () => {
    expect(styled(await find({ [FILE]: SQL }, { style: ["all"] }))).toEqual(
      expect.arrayContaining(["ban-char", "prefer-timestamptz"]),
    );
    expect(styled(await find({ [FILE]: SQL }, { style: ["ban-char"] }))).toEqual(["ban-char"]);
    expect(styled(await find({ [FILE]: SQL }, { severities: { "ban-char": "error" } }))).toEqual(["ban-char"]);
    expect(styled(await find({ [FILE]: SQL }, { style: ["all"], severities: { "ban-char": "off" } }))).not.toContain("ban-char");
  });

  test("never holds a change by itself", () => {
    const held = rules.filter(
      ({ preset, severity, hazard }) => preset === "style" && (severity === "error" || hazard !== "advice"),
    );
    expect(held.map(({ id }) => id)).toEqual([]);
  });
});
