import type { Rehearsal } from "../model/rehearsal.js";
import type { Server } from "./engine.js";
import { NO_RERUN } from "./rerun.js";
import { UNTRIED } from "./rollback.js";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A rehearsal under way. Whatever ends it early, what was reached so far is in here. */
export type RehearsalDraft = Mutable<Omit<Rehearsal, "steps" | "timings">> & {
  readonly steps: Rehearsal["steps"][number][];
  worldMs: number;
};

export function draftRehearsal(server: Server, engineReason: string): RehearsalDraft {
  return {
    engine: {
      id: server.engineId,
      version: server.version,
      versionNumber: server.versionNumber,
      reason: engineReason,
      cannotSee: server.abilities.cannotSee,
    },
    outcome: "stopped",
    outcomeReason: null,
    base: null,
    worldProblems: [],
    steps: [],
    schemaChanges: [],
    created: [],
    rowChanges: [],
    invalidIndexes: [],
    sizes: [],
    temporaryBytes: null,
    rollback: UNTRIED,
    rerun: NO_RERUN,
    writtenWayBack: null,
    awkward: null,
    empty: null,
    oldCode: null,
    interruption: [],
    probes: [],
    worldMs: 0,
  };
}
