import { chain, firstBroken, type Link } from "./chain.js";
import { decisionLog, type LogEntry } from "./decision-log.js";
import { differences } from "./differences.js";
import { evaluateGate } from "./evaluate-gate.js";
import type { GateInput } from "./gate-input.js";
import type { GateState } from "./gate-state.js";

/** Which gate a record is of. */
export interface GateOf {
  readonly repository: string;
  readonly pullRequest: number;
  readonly key: string;
}

/** One evaluation for keeping: the facts, what came of them, and the log as a chain. Nothing reads it back as truth. */
export interface GateRecord {
  readonly version: 1;
  readonly of: GateOf;
  readonly facts: GateInput;
  readonly state: GateState;
  readonly log: readonly Link<LogEntry>[];
}

export function gateRecord(of: GateOf, facts: GateInput): GateRecord {
  const state = evaluateGate(facts);
  return { version: 1, of, facts, state, log: chain(of, decisionLog(facts, state)) };
}

/** Where a record does not follow from its own facts; empty where it does. */
export function checkRecord(record: GateRecord): readonly string[] {
  const broken = firstBroken(record.of, record.log);
  const chained = broken === null ? [] : [`log[${broken}]: the chain breaks here`];
  return [...chained, ...differences(record, gateRecord(record.of, record.facts))];
}

/** Where two evaluations of one gate differ, clocks aside. */
export function compareRecords(recorded: GateRecord, replayed: GateRecord): readonly string[] {
  const withoutClock = ({ of, facts, state, log }: GateRecord) => ({ of, facts: { ...facts, now: "" }, state, log });
  return differences(withoutClock(recorded), withoutClock(replayed));
}
