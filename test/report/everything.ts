import { held } from "../../fixtures/assessments/held.js";
import { rollbackLosesData } from "../../fixtures/assessments/rollback-loses-data.js";
import type { Assessment } from "../../src/model/assessment.js";
import type { Impact } from "../../src/model/impact.js";
import type { ApplicationQuery } from "../../src/model/old-code.js";
import type { Rehearsal, Step, StepError, Waits } from "../../src/model/rehearsal.js";

const place = { file: "app/queries.sql", line: 3, column: 1, endLine: 3, endColumn: 20 };
const error: StepError = {
  sqlstate: "23505",
  message: "could not create unique index",
  detail: "Key (a)=(1) is duplicated.",
  hint: "none",
};
const placed = { ...error, migration: "20261121_order_fulfilment", statement: 1 };
const query: ApplicationQuery = {
  text: "SELECT legacy_status FROM orders",
  place,
  name: "status of an order",
  calls: 12,
  readings: [],
};
const waits: Waits = {
  worstMs: 2_410,
  blockedMs: 4_800,
  calmMs: 1.2,
  tries: 90,
  during: { migration: "20261121_order_fulfilment", statement: 2 },
  refused: [error],
};
const difference = { kind: "column", object: "public.orders.total_cents", before: "integer", after: "bigint" };
const base: Rehearsal = held.rehearsal ?? fail();

const failing = (step: Step): Step => ({
  ...step,
  error,
  notices: [{ severity: "WARNING", message: "there is no transaction in progress" }],
  changes: [{ relation: "public.orders", inserted: 1, updated: 2, deleted: 3 }],
});

const impact: Impact = {
  migration: placed.migration,
  statement: placed.statement,
  phase: "up",
  relation: "public.orders",
  work: "rows",
  measured: [
    { rows: 10_000, ms: 40 },
    { rows: 200_000, ms: 812 },
  ],
  growth: "n log n",
  productionRows: 40_000_000,
  factor: 200,
  statisticsTakenAt: "2026-11-01T00:00:00Z",
  statisticsAgeDays: 20,
  estimate: {
    seconds: { low: 1_200, likely: 2_040, high: 3_300 },
    walBytes: { low: 2e9, likely: 4e9, high: 6e9 },
    diskBytes: { low: 3e9, likely: 5e9, high: 8e9 },
  },
  blocked: {
    reads: false,
    writes: true,
    relations: ["public.orders"],
    requests: { low: 10_000, likely: 20_000, high: 33_000 },
  },
  msPerThousandRows: 4.1,
  caveats: ["It works on public.customers as well."],
};

/** A run in which every part of a rehearsal has something to tell. */
export const everything: Assessment = {
  ...held,
  findings: [
    ...held.findings,
    ...rollbackLosesData.findings.map((finding) => ({ ...finding, migration: held.migrations[0]?.id ?? null })),
  ],
  coverage: {
    ...held.coverage,
    unseen: [
      { what: "a DO block", why: "its text is made while it runs", place, blocking: true },
      { what: "engine local", why: "your traffic", place: null, blocking: false },
    ],
  },
  impacts: [impact, { ...impact, phase: "down", statement: 0, estimate: { ...impact.estimate, diskBytes: null } }],
  rehearsal: {
    ...base,
    steps: base.steps.map((step, at) => (at === 0 ? failing(step) : step)),
    schemaChanges: [difference, { ...difference, before: null }, { ...difference, after: null }],
    rowChanges: [{ table: "public.orders", rowsBefore: 5, rowsAfter: 4, columns: ["legacy_status"] }],
    sizes: [
      { relation: "public.orders", beforeBytes: 2_300_000, afterBytes: 8_192 },
      { relation: "public.invoices", beforeBytes: null, afterBytes: 1_400_000_000 },
    ],
    temporaryBytes: 12_000,
    rollback: {
      ...base.rollback,
      differences: [difference],
      rows: [{ table: "public.orders", rowsBefore: 5, rowsAfter: 4, columns: ["legacy_status"] }],
      destroys: ["4 rows of table public.invoices"],
    },
    writtenWayBack: { status: "restores", sql: "DROP TABLE invoices;", cannotRestore: [], differences: [], error: null },
    rerun: { status: "fails", error: placed },
    interruption: (["converges", "stuck", "diverges", "invalid-index"] as const).map((outcome) => ({
      migration: placed.migration,
      statement: 1,
      cut: "during",
      outcome,
      error: outcome === "stuck" ? placed : null,
      invalidIndexes: outcome === "invalid-index" ? ["public.orders_idx"] : [],
    })),
    awkward: {
      filled: [{ relation: "public.orders", rows: 12, what: ["duplicate email"] }],
      unfilled: [{ relation: "public.log", reason: "permission denied" }],
      failures: [{ migration: placed.migration, statement: 1, error, relations: ["public.orders"] }],
      completed: true,
      schemaDiffers: [difference],
      back: { error: null, rowsLost: 1, valuesLost: 2, columns: ["public.orders.legacy_status"] },
    },
    empty: { error: placed, schemaDiffers: [difference] },
    oldCode: {
      queries: 3,
      changes: [
        {
          query,
          status: "fails",
          before: "text",
          after: "gone",
          message: "column legacy_status does not exist",
          sqlstate: "42703",
          relations: ["public.orders"],
          breaksPrepared: true,
        },
      ],
      dependents: [{ kind: "view", name: "public.open_orders", message: "column does not exist", sqlstate: "42703" }],
      unreadable: [{ place, message: 'syntax error at or near "%"' }],
    },
    probes: (["up", "down"] as const).map((phase) => ({
      relation: "public.orders",
      phase,
      reads: waits,
      writes: { ...waits, during: null, refused: [] },
    })),
  },
};

function fail(): never {
  throw new Error("scenario is missing");
}
