import { describe, expect, test } from "vitest";
import type { Baseline } from "../../src/model/baseline.js";
import type { Finding } from "../../src/model/finding.js";
import { baselineFile } from "../../src/report/baseline.js";
import { readBaseline } from "../../src/settings/read-baseline.js";
import { decide } from "../../src/verdict/decide.js";
import { find, of } from "./find.js";

const PATH = ".github/migration-gate-baseline.json";
const FILE = "migrations/0002_old.sql";
const OLD = "ALTER TABLE orders DROP COLUMN total;\nCREATE INDEX orders_id_idx ON orders (id);\n";

async function baselineOf(files: Readonly<Record<string, string>>): Promise<Baseline> {
  return readBaseline(PATH, baselineFile({ findings: await find(files) }, "2026-11-21"));
}

const counting = (findings: readonly Finding[]) =>
  findings.filter(({ suppressed, evidence }) => suppressed === null && evidence !== "refuted");

async function judged(files: Readonly<Record<string, string>>, baseline: Baseline) {
  return find(files, { baseline: { path: PATH, baseline } });
}

describe("a baseline", () => {
  test("silences all that was there, and says since when", async () => {
    const found = await judged({ [FILE]: OLD }, await baselineOf({ [FILE]: OLD }));
    expect(found.length).toBeGreaterThan(1);
    expect(counting(found)).toEqual([]);
    expect(new Set(found.map(({ suppressed }) => suppressed?.reason))).toEqual(new Set(["in the baseline of 2026-11-21"]));
  });

  test("holds when lines come above, the file is laid out anew, or statements come before", async () => {
    const baseline = await baselineOf({ [FILE]: OLD });
    for (const text of [
      `-- a word\n\n\n${OLD}`,
      OLD.replaceAll(" ", "\n  "),
      `COMMENT ON TABLE orders IS 'x';\n${OLD}`,
      OLD.replaceAll("\n", "\r\n"),
    ]) {
      expect(counting(await judged({ [FILE]: text }, baseline)).map(({ rule }) => rule)).toEqual([]);
    }
  });

  test("does not hold for a statement that was edited", async () => {
    const baseline = await baselineOf({ [FILE]: OLD });
    const found = await judged(
      { [FILE]: OLD.replace("(id)", "(id, total)").replace("DROP COLUMN total", "ADD COLUMN note text") },
      baseline,
    );
    expect(counting(found).map(({ rule }) => rule)).toContain("create-index-blocks-writes");
  });

  test("does not hold for the same words in another file, nor for a second time in the same", async () => {
    const baseline = await baselineOf({ [FILE]: "UPDATE orders SET total = 1;" });
    const elsewhere = await judged({ "migrations/0003_new.sql": "UPDATE orders SET total = 1;" }, baseline);
    expect(counting(of(elsewhere, "update-without-where"))).toHaveLength(1);
    const twice = await judged({ [FILE]: "UPDATE orders SET total = 1;\nUPDATE orders SET total = 1;" }, baseline);
    expect(counting(of(twice, "update-without-where"))).toHaveLength(1);
  });

  test("does not hold for a finding that has become worse", async () => {
    const baseline = readBaseline(
      PATH,
      baselineFile({ findings: await find({ [FILE]: OLD }, { severities: { "drop-column": "info" } }) }, "2026-11-21"),
    );
    expect(counting(of(await judged({ [FILE]: OLD }, baseline), "drop-column"))).toHaveLength(1);
  });

  test("never takes in what cannot run, whatever is written into it by hand", async () => {
    const files = { [FILE]: "ALTER TABLE nowhere ADD COLUMN note text;" };
    const findings = await find(files);
    const refused = of(findings, "object-does-not-exist")[0];
    expect(refused?.hazard).toBe("cannot-run");
    expect(baselineFile({ findings }, "2026-11-21")).not.toContain("object-does-not-exist");
    const { id = "", rule = "", severity = "error", message = "" } = refused ?? {};
    const forged: Baseline = { version: 1, written: "2026-11-21", findings: [{ id, rule, severity, message, file: FILE }] };
    expect(of(await judged(files, forged), "object-does-not-exist")[0]?.suppressed).toBeNull();
  });

  test("turns no verdict of «cannot judge» into a pass", async () => {
    const findings = await judged({ [FILE]: OLD }, await baselineOf({ [FILE]: OLD }));
    const unseen = [{ what: "a statement", why: "nothing ran it", place: null, blocking: true }];
    const coverage = { statements: 2, parsed: 2, executed: 0, unseen };
    const policy = { approvals: { medium: 1, high: 2, critical: 2, from: [] } };
    expect(decide({ findings, rehearsal: null, coverage, proposed: 1 }, policy).decision).toBe("cannot-judge");
  });
});

describe("entries that no longer occur", () => {
  test("are told of files that were judged, once a file", async () => {
    const baseline = await baselineOf({ [FILE]: OLD });
    const found = await judged({ [FILE]: "ALTER TABLE orders ADD COLUMN note text;" }, baseline);
    expect(of(found, "unused-baseline")).toMatchObject([{ severity: "info", place: { file: PATH } }]);
    expect(of(found, "unused-baseline")[0]?.message).toContain("`drop-column`");
  });

  test("are told of files that are gone", async () => {
    const found = await judged({ "migrations/0009_other.sql": "SELECT 1;" }, await baselineOf({ [FILE]: OLD }));
    expect(of(found, "unused-baseline")).toHaveLength(1);
  });

  test("are not told of settled files, which this run did not judge", async () => {
    const baseline = { path: PATH, baseline: await baselineOf({ [FILE]: OLD }) };
    const found = await find({ "migrations/0009_other.sql": "SELECT 1;" }, { baseline }, ["migrations/0001_begin.sql", FILE]);
    expect(of(found, "unused-baseline")).toEqual([]);
  });
});

test.each([
  ["half a file", '{"version": 1, "findings": ['],
  ["another version", '{"version": 2, "written": "2026-11-21", "findings": []}'],
  ["an entry without its rule", '{"version": 1, "written": "2026-11-21", "findings": [{"id": "a", "file": "b"}]}'],
])("%s is refused instead of silencing what it can", (_, text) => {
  expect(() => readBaseline(PATH, text)).toThrow(expect.objectContaining({ code: "settings/invalid" }));
});
