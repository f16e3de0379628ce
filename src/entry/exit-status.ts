import { ReportableError } from "../errors.js";
import type { Decision } from "../model/verdict.js";
import { redact } from "../secrets/redact.js";
import { version } from "../version.js";

/** 0 passes · 1 held or blocked · 2 the user can fix it · 3 a defect of ours. */
export type ExitStatus = 0 | 1 | 2 | 3;

export function exitStatusOf(decision: Decision): ExitStatus {
  return decision === "pass" ? 0 : 1;
}

/** What to print for something thrown, and the status that goes with it. */
export function explainFailure(error: unknown): { readonly status: ExitStatus; readonly text: string } {
  if (error instanceof ReportableError) {
    return {
      status: 2,
      text: `migration-gate: ${error.message}\n  Try: ${error.hint}\n  More: docs/errors.md#${error.code.replace("/", "")}\n`,
    };
  }
  const stack = error instanceof Error ? causes(error).map(redact).join("\ncaused by: ") : redact(String(error));
  return {
    status: 3,
    text: `migration-gate ${version} has a defect; nothing was decided. Please report this text, without your SQL:\n${stack}\n`,
  };
}

function causes(error: Error): string[] {
  const stack = [error.stack ?? error.message];
  if (error.cause instanceof Error) stack.push(...causes(error.cause));
  return stack;
}
