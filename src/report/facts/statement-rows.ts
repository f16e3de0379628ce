import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import type { Step } from "../../model/rehearsal.js";
import type { ReadMigration, Statement } from "../../model/statement.js";
import { type LockWindow, lockWindows } from "./lock-windows.js";
import { standing } from "./standing.js";

export interface StatementRow {
  /** From 1 in its script. */
  readonly number: number;
  readonly statement: Statement;
  /** What the rehearsal saw of it on the way up; null where it did not run. */
  readonly step: Step | null;
  /** Windows that this statement opened. */
  readonly opens: readonly LockWindow[];
  /** Number of the statement whose lock it runs under; null where it runs under none, or opens one itself. */
  readonly under: number | null;
  readonly findings: readonly Finding[];
}

export interface FileRows {
  readonly migration: string;
  readonly file: string;
  /** Those with something to say, in the order they run. */
  readonly rows: readonly StatementRow[];
  /** Executed, nothing found, no lock that others wait for. */
  readonly quiet: number;
  /** Nothing found, but not executed either. */
  readonly unproven: number;
}

/** The proposed ups, statement by statement. Files with nothing to say are left out. */
export function statementRows(assessment: Assessment): FileRows[] {
  const locks = byStep(lockWindows(assessment, "up"));
  const { open } = standing(assessment);
  return assessment.migrations
    .map((migration) => fileRows(migration, assessment, open, locks))
    .filter(({ rows }) => rows.length > 0);
}

interface LocksByStep {
  readonly opened: ReadonlyMap<Step, readonly LockWindow[]>;
  /** The step that opened the longest window in which a step ran. */
  readonly openers: ReadonlyMap<Step, Step>;
}

function byStep(windows: readonly LockWindow[]): LocksByStep {
  const opened = new Map<Step, LockWindow[]>();
  const openers = new Map<Step, Step>();
  for (const window of windows) {
    const [first, ...others] = window.during;
    if (first === undefined) continue;
    opened.set(first.step, [...(opened.get(first.step) ?? []), window]);
    for (const { step } of others) if (!openers.has(step)) openers.set(step, first.step);
  }
  return { opened, openers };
}

function fileRows(
  { id, up }: ReadMigration,
  { rehearsal }: Assessment,
  open: readonly Finding[],
  { opened, openers }: LocksByStep,
): FileRows {
  const steps = new Map(
    (rehearsal?.steps ?? []).filter((step) => step.phase === "up" && step.migration === id).map((step) => [step.statement, step]),
  );
  const all = up.statements.map((statement): StatementRow => {
    const step = steps.get(statement.index) ?? null;
    const opens = step === null ? [] : (opened.get(step) ?? []);
    const opener = opens.length > 0 || step === null ? undefined : openers.get(step);
    return {
      number: statement.index + 1,
      statement,
      step,
      opens,
      under: opener?.migration === id && step !== null ? opener.statement + 1 : null,
      findings: open.filter(
        (finding) => finding.migration === id && finding.direction === "up" && finding.statement === statement.index,
      ),
    };
  });
  const silent = all.filter((row) => !speaks(row));
  return {
    migration: id,
    file: up.file,
    rows: all.filter(speaks),
    quiet: silent.filter(({ step }) => step !== null).length,
    unproven: silent.filter(({ step }) => step === null).length,
  };
}

function speaks({ findings, opens, step }: StatementRow): boolean {
  return findings.length > 0 || opens.some(({ heldMs }) => heldMs >= 1) || (step !== null && step.error !== null);
}

/** Findings that no row of the table carries: about files, the way back, the change as a whole. */
export function findingsElsewhere(assessment: Assessment, shown: readonly FileRows[]): Finding[] {
  const carried = new Set(shown.flatMap(({ rows }) => rows.flatMap(({ findings }) => findings)));
  return standing(assessment).open.filter((finding) => !carried.has(finding));
}
