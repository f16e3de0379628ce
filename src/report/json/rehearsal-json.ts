import type { OldCode } from "../../model/old-code.js";
import type { Rehearsal, Step, TableProbe, Waits } from "../../model/rehearsal.js";

/** Where nothing was rehearsed the contract has an object with a null engine, so that readers need no second shape. */
export function rehearsalJson(rehearsal: Rehearsal | null): unknown {
  if (rehearsal === null) return NOTHING;
  const { engine, steps, rollback, rerun, interruption, probes } = rehearsal;
  return {
    engine: { id: engine.id, version: engine.version, reason: engine.reason, cannotSee: engine.cannotSee },
    steps: steps.map(stepJson),
    rollback: {
      status: rollback.status,
      durationMs: rounded(rollback.durationMs),
      differences: rollback.differences,
      rowsLost: rollback.rowsLost,
      valuesLost: rollback.valuesLost,
      rows: rollback.rows,
      destroys: rollback.destroys,
      error: rollback.error,
      missing: rollback.missing,
      upAgainEqual: rollback.upAgainEqual,
    },
    rerun: { status: rerun.status, error: rerun.error },
    interruption,
    probes: probes.map(probeJson),
    awkward: rehearsal.awkward,
    ...(rehearsal.newerRows === undefined ? {} : { newerRows: rehearsal.newerRows }),
    empty: rehearsal.empty,
    oldCode: rehearsal.oldCode === null ? null : oldCodeJson(rehearsal.oldCode),
    writtenWayBack: rehearsal.writtenWayBack,
    sizes: rehearsal.sizes,
    temporaryBytes: rehearsal.temporaryBytes,
    outcome: rehearsal.outcome,
    outcomeReason: rehearsal.outcomeReason,
    worldProblems: rehearsal.worldProblems,
    schemaChanges: rehearsal.schemaChanges,
    created: rehearsal.created,
    rowChanges: rehearsal.rowChanges,
    invalidIndexes: rehearsal.invalidIndexes,
    ...(rehearsal.generated === undefined ? {} : { generated: rehearsal.generated }),
    baseRows: baseRows(rehearsal),
    timings: {
      startMs: rounded(rehearsal.timings.startMs),
      worldMs: rounded(rehearsal.timings.worldMs),
      totalMs: rounded(rehearsal.timings.totalMs),
    },
  };
}

const NOTHING = {
  engine: null,
  steps: [],
  rollback: { status: "not-applicable", durationMs: 0, differences: [], rowsLost: 0 },
  rerun: { status: "not-applicable" },
  interruption: [],
  probes: [],
};

/** What was sent to the server for each query is no news to its reader. */
function oldCodeJson({ queries, changes, dependents, unreadable }: OldCode): unknown {
  return {
    queries,
    changes: changes.map(({ query, ...rest }) => ({ place: query.place, name: query.name, ...rest })),
    dependents,
    unreadable,
  };
}

function probeJson({ relation, phase, reads, writes }: TableProbe): unknown {
  return { relation, phase, reads: waitsJson(reads), writes: waitsJson(writes) };
}

function waitsJson({ worstMs, blockedMs, calmMs, ...rest }: Waits): unknown {
  return { worstMs: rounded(worstMs), blockedMs: rounded(blockedMs), calmMs: rounded(calmMs), ...rest };
}

function stepJson(step: Step): unknown {
  const { migration, statement, phase, durationMs, rowsChanged, walBytes, locks, blocks, scans, rewrites, notices, error } = step;
  return {
    migration,
    statement,
    phase,
    durationMs: rounded(durationMs),
    rowsChanged,
    walBytes,
    locks: locks.map(({ relation, mode, heldMs }) => ({ relation, mode, heldMs: rounded(heldMs) })),
    blocks: blocks.map(({ relation, reads, writes }) => ({ relation, reads, writes })),
    scans: scans.map(({ relation, rows }) => ({ relation, rows })),
    rewrites,
    notices,
    error: error === null ? null : { sqlstate: error.sqlstate, message: error.message, detail: error.detail, hint: error.hint },
    changes: step.changes,
    locksSeen: step.locksSeen,
  };
}

/** Rows before the change of every table that a step names: what the times were measured on. */
function baseRows({ base, steps }: Rehearsal): Record<string, number> {
  const named = steps.flatMap((step) =>
    [...step.locks, ...step.blocks, ...step.scans, ...step.changes].map(({ relation }) => relation),
  );
  const rows: [string, number][] = [];
  for (const relation of [...new Set(named)].sort()) {
    const known = base?.tables.get(relation)?.rows ?? null;
    if (known !== null) rows.push([relation, known]);
  }
  return Object.fromEntries(rows);
}

/** Microseconds are the last digits that mean anything. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}
