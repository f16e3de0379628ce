import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import type { Reached } from "../../src/model/phase.js";
import { assess } from "../../src/pipeline/assess.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { html } from "../../src/report/html.js";
import { json } from "../../src/report/json.js";
import { markdown } from "../../src/report/markdown.js";
import { terminal } from "../../src/report/terminal.js";
import { readSettings } from "../../src/settings/read-settings.js";
import { historyOf } from "../rules/judge-example.js";

const SETTLED = {
  "000001_a.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, status text);",
  "000002_expand.up.sql": "ALTER TABLE orders ADD COLUMN state text;",
};
const OPTIONS = { color: false, width: 100, limit: 60_000, key: "default", fullReportUrl: null };

interface Given {
  readonly settled?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly phases?: unknown;
  readonly seed?: string;
  readonly engine?: "pglite" | "none";
  readonly reached?: Reached | null;
}

function judge({ settled = SETTLED, files, phases, seed, engine = "none", reached = null }: Given): Promise<Assessment> {
  const values = { base: "main", engine, rehearsal: "brief", seed: seed === undefined ? [] : ["seed.sql"], phases };
  return assess(readSettings([{ from: "test", values }], { rules: [], formats: [] }), [], {
    repository: {
      history: async () => historyOf({ settled, files }),
      files: async (paths) => paths.map((path) => ({ path, text: seed ?? "" })),
      search: async () => ({ files: [], unseen: [] }),
      reached: async (_, names) => (reached === null ? null : new Map(names.map((name) => [name, reached]))),
    },
    postgres: { start: startEngine },
    publishers: [],
    now: new Date(),
    log: { progress: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  });
}

const waiting = ({ findings }: Assessment) => findings.filter(({ rule }) => rule === "contract-before-ready");

describe("phases by what the operations do", () => {
  test("expand, backfill, switch and contract", async () => {
    const { phases } = await judge({
      files: {
        "000003_b.up.sql": "ALTER TABLE orders ADD COLUMN note text; CREATE INDEX CONCURRENTLY i ON orders (note);",
        "000004_c.up.sql": "UPDATE orders SET note = status;",
        "000005_d.up.sql": "ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'x';",
        "000006_e.up.sql": "ALTER TABLE orders DROP COLUMN status;",
        "000007_f.up.sql": "SET lock_timeout = '1s'; COMMENT ON TABLE orders IS 'x';",
      },
    });
    expect(phases?.map(({ recognized }) => recognized.join())).toEqual(["expand", "backfill", "switch", "contract", ""]);
  });

  test("what the change itself made is no old name", async () => {
    const { phases } = await judge({
      files: { "000003_b.up.sql": "CREATE TABLE t (id int);", "000004_c.up.sql": "DROP TABLE t;" },
    });
    expect(phases?.map(({ recognized }) => recognized.join())).toEqual(["expand", ""]);
  });

  test("a single migration without a declaration has no plan to show", async () => {
    const assessment = await judge({ files: { "000003_b.up.sql": "ALTER TABLE orders DROP COLUMN status;" } });
    expect(assessment.phases).toBeUndefined();
    expect(markdown.render(assessment, OPTIONS)).not.toContain("Whole plan");
  });

  test("nobody waits unless the team says so", async () => {
    expect(waiting(await judge({ files: { "000003_b.up.sql": "ALTER TABLE orders DROP COLUMN status;" } }))).toEqual([]);
  });
});

describe("a contract step waits", () => {
  const files = { "000003_contract.up.sql": "ALTER TABLE orders DROP COLUMN status;" };
  const days = (count: number) => ({ at: new Date(Date.now() - count * 86_400_000).toISOString(), exact: true });
  const phases = { contract: { "quiet-days": 14 } };

  test("until the quiet period is over, and the day is told", async () => {
    const reached = days(4);
    const [finding] = waiting(await judge({ files, phases, reached }));
    const from = new Date(Date.parse(reached.at) + 14 * 86_400_000).toISOString().slice(0, 10);
    expect(finding).toMatchObject({ severity: "error", migration: "000003_contract" });
    expect(finding?.message).toContain("4 of 14 days have passed");
    expect(finding?.message).toContain(`It may go from ${from} on`);
    expect(waiting(await judge({ files, phases, reached: days(14) }))).toEqual([]);
  });

  test("where no history tells the date it is held, with the way out", async () => {
    const [unknown] = waiting(await judge({ files, phases, reached: null }));
    expect(unknown).toMatchObject({ severity: "error", evidence: "predicted" });
    const [shallow] = waiting(await judge({ files, phases, reached: { ...days(2), exact: false } }));
    expect(shallow?.message).toContain("fetch-depth: 0");
    expect(waiting(await judge({ files, phases, reached: { ...days(20), exact: false } }))).toEqual([]);
  });

  test("and says so where nothing replaces what goes, unless `after` names it", async () => {
    const settled = { "000001_a.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, status text);" };
    const [finding] = waiting(await judge({ settled, files, phases, reached: days(99) }));
    expect(finding?.message).toContain("`after`");
    const after = { contract: { "quiet-days": 14, after: "000001_*" } };
    expect(waiting(await judge({ settled, files, phases: after, reached: days(99) }))).toEqual([]);
  });

  test("a declared one waits as well", async () => {
    const declared = { "000003_tidy.up.sql": "-- migration-gate: phase contract\nDROP TRIGGER IF EXISTS sync ON orders;" };
    const after = { contract: { "quiet-days": 14, after: "000002_expand" } };
    expect(waiting(await judge({ files: declared, phases: after, reached: days(1) }))).toHaveLength(1);
  });

  test("until the columns agree on rows that were given", async () => {
    const agree = { contract: { agree: [{ table: "orders", old: "status", new: "state" }] } };
    const given = { files, phases: agree, engine: "pglite" } as const;
    const rows = (state: string) => `INSERT INTO orders SELECT n, 'new', ${state} FROM generate_series(1, 50) n;`;
    expect(waiting(await judge({ ...given, seed: rows("'new'") }))).toEqual([]);
    const [differ] = waiting(await judge({ ...given, seed: rows("CASE WHEN n > 3 THEN 'new' END") }));
    expect(differ).toMatchObject({ evidence: "confirmed" });
    expect(differ?.message).toContain("3 rows whose status is not in state");
    const [unseen] = waiting(await judge(given));
    expect(unseen).toMatchObject({ evidence: "predicted" });
    expect(unseen?.message).toContain("not checkable here");
  });
});

describe("the whole plan", () => {
  const files = {
    "000003_b.up.sql": "ALTER TABLE orders ADD COLUMN note text;",
    "000003_b.down.sql": "ALTER TABLE orders DROP COLUMN note;",
    "000004_c.up.sql": "-- migration-gate: phase contract\nALTER TABLE orders DROP COLUMN status;",
    "000004_c.down.sql": "ALTER TABLE orders ADD COLUMN status text;",
  };
  const seed = "INSERT INTO orders SELECT n, 'new', 'new' FROM generate_series(1, 50) n;";

  test("tells phase, duration, the window of the way back, and what holds each step", async () => {
    const assessment = await judge({ files, seed, engine: "pglite" });
    const { plan } = JSON.parse(json.render(assessment, OPTIONS)) as { plan: { ready: boolean; steps: unknown[] } };
    expect(plan.ready).toBe(false);
    expect(plan.steps).toMatchObject([
      { migration: "000003_b", recognized: ["expand"], wayBack: { status: "yes", until: "000004_c" }, blockers: [] },
      { migration: "000004_c", declared: "contract", wayBack: { status: "loses-data", until: null } },
    ]);
    const comment = markdown.render(assessment, OPTIONS);
    expect(comment).toContain("<b>Whole plan</b>: not ready: 1 step of 2 held");
    expect(comment).toContain("until `000004_c` has run");
    expect(terminal.render(assessment, OPTIONS)).toContain("Whole plan");
    expect(html.render(assessment, OPTIONS)).toContain("data do not come back");
  });
});
