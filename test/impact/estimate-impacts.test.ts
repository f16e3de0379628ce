import { expect, test } from "vitest";
import { doubts } from "../../src/impact/doubts.js";
import { estimateImpacts } from "../../src/impact/estimate-impacts.js";
import { weighByImpact } from "../../src/lint/weigh-by-impact.js";
import type { Finding } from "../../src/model/finding.js";
import type { Growth } from "../../src/model/growth.js";
import type { Statistics, TableStatistics } from "../../src/model/statistics.js";

const now = new Date("2030-03-01T00:00:00Z");

function table(rows: number | null, more: Partial<TableStatistics> = {}): TableStatistics {
  return {
    rows,
    parent: null,
    bytes: 0,
    toastBytes: 0,
    deadRows: 0,
    readsPerSecond: 100,
    writesPerSecond: 20,
    analyzedAt: null,
    columns: {},
    indexes: {},
    ...more,
  };
}

function statistics(tables: Statistics["tables"], takenAt = "2030-02-20T00:00:00Z", replicas: number | null = 0): Statistics {
  const server = {
    version: "15.8",
    versionNumber: 150_008,
    standby: false,
    databaseBytes: 0,
    replicas,
    countedSeconds: 1,
    longestTransactionSeconds: null,
    extensions: {},
    settings: {},
  };
  return { version: 1, takenAt, server, tables };
}

/** Takes a millisecond for a hundred rows, and writes so many bytes a row. */
function growth(more: Partial<Growth> = {}, walPerRow = 10): Growth {
  const points = [10_000, 40_000, 200_000].map((rows) => ({
    rows,
    ms: rows / 100,
    walBytes: rows * walPerRow,
    newBytes: rows * 50,
    temporaryBytes: 0,
    changed: 0,
  }));
  const blocks = [{ relation: "public.orders", reads: false, writes: true }];
  return {
    migration: "m1",
    statement: 0,
    phase: "up",
    relation: "public.orders",
    others: [],
    work: "build",
    points,
    blocks,
    ...more,
  };
}

test("carried to production's size: seconds, log, space, and requests by their rate", () => {
  const [impact] = estimateImpacts([growth({ work: "scan" })], {
    statistics: statistics({ "public.orders": table(40_000_000) }),
    now,
    speed: 1,
  });
  expect(impact).toMatchObject({ productionRows: 40_000_000, factor: 200, growth: "linear", statisticsAgeDays: 9 });
  expect(impact?.estimate.seconds.likely).toBeCloseTo(400, 3);
  expect(impact?.estimate.walBytes.likely).toBeCloseTo(400_000_000, -1);
  expect(impact?.estimate.diskBytes?.likely).toBeCloseTo(2_000_000_000, -1);
  expect(impact?.blocked).toMatchObject({ reads: false, writes: true, relations: ["public.orders"] });
  expect(impact?.blocked.requests?.likely).toBeCloseTo(8_000, 1);
  expect(impact?.msPerThousandRows).toBeNull();
});

test("the longest comes first; a faster production divides; a table that nobody sized gets no number", () => {
  const sized = statistics({ "public.orders": table(1_000_000), "public.small": table(1_000) });
  const growths = [
    growth({ relation: "public.small", statement: 0 }),
    growth({ statement: 1 }),
    growth({ relation: "public.x" }),
  ];
  const at = (speed: number) => estimateImpacts(growths, { statistics: sized, now, speed });
  expect(at(1).map(({ statement }) => statement)).toEqual([1, 0]);
  const [one, twice] = [at(1)[0], at(2)[0]];
  expect(one?.estimate.seconds.likely).toBeCloseTo(2 * (twice?.estimate.seconds.likely ?? 0), 6);
  expect(one?.estimate.walBytes).toEqual(twice?.estimate.walBytes);
});

test("partitions count together, and rates that are not known give no requests", () => {
  const parts = { parent: "public.orders", readsPerSecond: null, writesPerSecond: null };
  const sized = statistics({
    "public.orders": table(null, { writesPerSecond: null }),
    "public.orders_1": table(3_000_000, parts),
    "public.orders_2": table(1_000_000, parts),
  });
  const [impact] = estimateImpacts([growth()], { statistics: sized, now, speed: 1 });
  expect(impact?.productionRows).toBe(4_000_000);
  expect(impact?.blocked.requests).toBeNull();
});

test("a backfill tells its time for 1,000 rows; standbys and other tables are caveats", () => {
  const rows = growth({ work: "rows", others: ["public.owners"] });
  const points = rows.points.map((point) => ({ ...point, changed: point.rows / 2 }));
  const sized = statistics({ "public.orders": table(1_000_000) }, undefined, 2);
  const [impact] = estimateImpacts([{ ...rows, points }], { statistics: sized, now, speed: 1 });
  expect(impact?.msPerThousandRows).toBeCloseTo(20, 6);
  expect(impact?.caveats.join(" ")).toMatch(/public\.owners as well,.*2 standbys replay/u);
});

test("work that no size changes is constant", () => {
  const level = growth({}, 0);
  const points = level.points.map((point) => ({ ...point, ms: 3 }));
  const sized = statistics({ "public.orders": table(40_000_000) });
  const [impact] = estimateImpacts([{ ...level, points }], { statistics: sized, now, speed: 1 });
  expect(impact?.growth).toBe("constant");
  expect(impact?.estimate.seconds.likely).toBeCloseTo(0.003, 6);
});

test("old statistics and columns that differ are told, and never make a verdict impossible", () => {
  const column = { type: "integer", nullFraction: 0, distinct: -1, width: 4 };
  const sized = statistics({ "public.orders": table(10, { columns: { id: column, legacy: column } }) }, "2030-01-01T00:00:00Z");
  const made = { name: "id", notNull: true, default: null };
  const tables = new Map([["public.orders", { columns: [made, { ...made, name: "total" }] }]]);
  const told = doubts(sized, { tables } as never, ["public.orders"], null, now);
  expect(told.map(({ why }) => why).join("\n")).toMatch(/59 days old.*\n.*production has legacy.*make total/su);
  expect(told.every(({ blocking }) => !blocking)).toBe(true);
  expect(doubts(statistics({}, "2030-02-20T00:00:00Z"), null, [], null, now)).toEqual([]);
});

test("what is over before anybody notices warns; the whole transaction counts, and settings win", () => {
  const finding: Finding = {
    rule: "r",
    severity: "error",
    hazard: "blocks-writes",
    migration: "m1",
    statement: 0,
    direction: "up",
    proof: null,
  } as never;
  const options = (rows: number) => ({ statistics: statistics({ "public.orders": table(rows) }), now, speed: 1 });
  const severity = (growths: readonly Growth[], rows: number, asked = {}) =>
    weighByImpact([finding], estimateImpacts(growths, options(rows)), asked)[0]?.severity;
  expect(severity([growth({ work: "scan" })], 30_000)).toBe("warning");
  expect(severity([growth({ work: "scan" })], 30_000, { r: "error" })).toBe("error");
  expect(severity([growth({ work: "scan" })], 30_000_000)).toBe("error");
  expect(severity([growth({ work: "scan" }), growth({ work: "scan", statement: 1 })], 30_000)).toBe("error");
  expect(severity([growth({ work: "scan", statement: 1 })], 30_000)).toBe("error");
});
