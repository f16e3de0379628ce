import { held } from "../../fixtures/assessments/held.js";
import { rollbackLosesData } from "../../fixtures/assessments/rollback-loses-data.js";
import type { Assessment } from "../../src/model/assessment.js";
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
