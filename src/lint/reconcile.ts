import type { AwkwardFailure } from "../model/awkward.js";
import type { Evidence, Witness } from "../model/finding.js";
import type { LockMode } from "../model/lock-mode.js";
import type { Operation } from "../model/operation.js";
import type { Rehearsal, Step } from "../model/rehearsal.js";
import type { Statement } from "../model/statement.js";
import { blocksReads, blocksWrites, compareLockModes, sqlNameOf } from "../postgres/lock-modes.js";
import type { Standing } from "./transactions.js";

/** What the rehearsal says of one prediction. */
export interface Testimony {
  readonly evidence: Evidence;
  /** What was seen, in words with numbers; null where nothing was. */
  readonly proof: string | null;
}

type Answer = { readonly seen: string } | "unseen" | "blind";

/** Asks the rehearsal for every witness: all seen confirms, one that could have been seen and was not refutes, else it stays a prediction. */
export function testimonyOf(
  witnesses: readonly Witness[],
  statement: Statement,
  standings: ReadonlyMap<Statement, Standing>,
  rehearsal: Rehearsal | null,
): Testimony {
  const court = rehearsal === null ? null : courtOf(statement, standings, rehearsal);
  if (court === null || witnesses.length === 0) return { evidence: "predicted", proof: null };
  const answers = witnesses.map((witness) => ask(witness, court));
  const proof = answers.flatMap((answer) => (typeof answer === "object" ? [answer.seen] : [])).join("; ");
  const evidence = answers.includes("unseen") ? "refuted" : answers.includes("blind") ? "predicted" : "confirmed";
  return { evidence, proof: proof === "" ? null : proof };
}

/** What there is to be asked. */
interface Court {
  readonly step: Step;
  /** Steps of the same transaction up to this one: a lock may have been taken earlier. */
  readonly before: readonly Step[];
  /** Names that a relation bore when the transaction began, by the one that it bears here: a lock is seen under the old one. */
  readonly formerly: ReadonlyMap<string, string>;
  readonly rehearsal: Rehearsal;
  /** How rows that the schema allows made the statement fail elsewhere, where it went through here. */
  readonly refusal: AwkwardFailure | null;
}

function courtOf(statement: Statement, standings: ReadonlyMap<Statement, Standing>, rehearsal: Rehearsal): Court | null {
  const phase = statement.direction;
  const steps = rehearsal.steps.filter((step) => step.phase === phase);
  const at = steps.findIndex((step) => step.migration === statement.migration && step.statement === statement.index);
  const step = steps[at];
  if (step === undefined) return null;
  const transaction = standings.get(statement)?.transaction;
  const mates = new Set<string>();
  const formerly = new Map<string, string>();
  let isBefore = true;
  for (const [other, standing] of standings) {
    if (other === statement) isBefore = false;
    if (standing.transaction !== transaction) continue;
    mates.add(`${other.migration} ${other.index}`);
    if (isBefore) for (const { operation } of other.operations) noteRename(operation, formerly);
  }
  const refusal = phase === "up" ? rehearsal.awkward?.failures.find(isOf(statement)) : undefined;
  return {
    step,
    before: steps.slice(0, at).filter((other) => mates.has(`${other.migration} ${other.statement}`)),
    formerly,
    rehearsal,
    refusal: refusal ?? null,
  };
}

function noteRename(operation: Operation, formerly: Map<string, string>): void {
  if (operation.kind !== "rename-table") return;
  const { name } = operation.table;
  formerly.set(operation.to, formerly.get(name) ?? name);
}

function isOf({ migration, index }: Statement) {
  return (failure: AwkwardFailure) => failure.migration === migration && failure.statement === index;
}

function ask(witness: Witness, court: Court): Answer {
  const { step } = court;
  if (step.error !== null && witness.kind !== "error") return "blind";
  switch (witness.kind) {
    case "lock":
      return askLock(witness, court);
    case "rewrite":
      if (step.rewrites.includes(witness.relation)) return { seen: `${witness.relation} was written anew` };
      return isKnown(witness.relation, court) ? "unseen" : "blind";
    case "scan": {
      const rows = step.scans.find(({ relation }) => relation === witness.relation)?.rows;
      if (rows !== undefined) return { seen: `${number(rows)} rows of ${witness.relation} read in ${seconds(step.durationMs)}` };
      if (refusedRow(witness.relation, court))
        return { seen: `awkward rows of ${witness.relation} were read until one was refused: ${court.refusal?.error.message}` };
      return hasRows(witness.relation, court) && step.locksSeen ? "unseen" : "blind";
    }
    case "error":
      if (step.error !== null) {
        const fits = witness.sqlstates.length === 0 || witness.sqlstates.includes(step.error.sqlstate);
        return fits ? { seen: `the server refused it: ${step.error.message} (${step.error.sqlstate})` } : "blind";
      }
      return askRefusal(witness, court);
    case "rows-changed":
      return askRows(witness, court);
    case "gone": {
      const gone = court.rehearsal.schemaChanges.find(
        ({ object, after }) => after === null && sameObject(object, witness.object),
      );
      if (gone !== undefined) return { seen: `${gone.kind} ${gone.object} was gone afterwards` };
      return court.rehearsal.outcome === "completed" ? "unseen" : "blind";
    }
    case "different": {
      const changed = court.rehearsal.schemaChanges.find(({ object }) => sameObject(object, witness.object));
      if (changed === undefined) return court.rehearsal.outcome === "completed" ? "unseen" : "blind";
      // What goes later in the same change, or gets another name, is not there to be compared.
      if (changed.before === null || changed.after === null) return "blind";
      return { seen: `${changed.kind} ${changed.object} was different afterwards` };
    }
    case "notice": {
      const notice = step.notices.find(({ message }) => message.includes(witness.includes));
      return notice === undefined ? "unseen" : { seen: `the server said: ${notice.message}` };
    }
  }
}

/** What no row in the way let pass may fail on others. */
function askRefusal({ sqlstates, rowsOf, mayBePassedBy }: Extract<Witness, { kind: "error" }>, court: Court): Answer {
  const { refusal } = court;
  if (refusal === null || !sqlstates.includes(refusal.error.sqlstate))
    return mayBePassedBy !== true && (rowsOf === undefined || hadRows(rowsOf, court)) ? "unseen" : "blind";
  return { seen: `on awkward rows the server refused it: ${refusal.error.message} (${refusal.error.sqlstate})` };
}

/** A row that violates a constraint was read (PostgreSQL manual, appendix A: class 23). */
function refusedRow(relation: string, { refusal }: Court): boolean {
  return refusal !== null && refusal.error.sqlstate.startsWith("23") && refusal.relations.includes(relation);
}

function askLock({ relation, atLeast }: Extract<Witness, { kind: "lock" }>, court: Court): Answer {
  const { step, before, formerly } = court;
  const dot = relation.indexOf(".");
  const former = formerly.get(relation.slice(dot + 1));
  const names = former === undefined ? [relation] : [relation, `${relation.slice(0, dot)}.${former}`];
  for (const other of [step, ...before.toReversed()]) {
    const lock = other.locks.find((held) => names.includes(held.relation) && compareLockModes(held.mode, atLeast) >= 0);
    if (lock !== undefined) {
      const waited = waitUnder(lock.mode, relation, court);
      return { seen: `${sqlNameOf(lock.mode)} lock on ${relation} held ${seconds(lock.heldMs)}${waited}` };
    }
  }
  return step.locksSeen ? "unseen" : "blind";
}

/** What those went through who worked on the table meanwhile. */
function waitUnder(mode: LockMode, relation: string, { step, rehearsal }: Court): string {
  const probe = rehearsal.probes.find((each) => each.relation === relation && each.phase === step.phase);
  if (probe === undefined) return "";
  if (blocksReads(mode) && probe.reads.during !== null) return `, and a reader waited ${seconds(probe.reads.worstMs)}`;
  return blocksWrites(mode) && probe.writes.during !== null ? `, and a writer waited ${seconds(probe.writes.worstMs)}` : "";
}

function askRows({ relation }: Extract<Witness, { kind: "rows-changed" }>, court: Court): Answer {
  const changes = court.step.changes.filter((change) => relation === null || change.relation === relation);
  const rows = changes.reduce((sum, { inserted, updated, deleted }) => sum + inserted + updated + deleted, 0);
  if (rows > 0) return { seen: `${number(rows)} rows changed in ${seconds(court.step.durationMs)}` };
  // Which rows a condition meets is a matter of the real ones.
  return relation !== null && hadRows(relation, court) ? "unseen" : "blind";
}

/** Nothing can be said of work on a table that held no rows. */
function hasRows(relation: string, { rehearsal }: Court): boolean {
  if (rehearsal.awkward?.completed === true && rehearsal.awkward.filled.some((each) => each.relation === relation)) return true;
  return hadRows(relation, { rehearsal });
}

function hadRows(relation: string, { rehearsal }: Pick<Court, "rehearsal">): boolean {
  const rows = rehearsal.base?.tables.get(relation)?.rows;
  return rows !== undefined && rows !== null && rows > 0;
}

function isKnown(relation: string, { rehearsal }: Court): boolean {
  return rehearsal.base?.tables.has(relation) === true || rehearsal.base?.views.has(relation) === true;
}

/** Fingerprints quote identifiers where Postgres would. */
function sameObject(printed: string, key: string): boolean {
  const bare = printed.replaceAll('"', "");
  // Routines are printed with their parameters.
  return printed === key || bare === key || bare.replace(/\(.*\)$/su, "") === key;
}

export function seconds(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
