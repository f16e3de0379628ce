import type { Assessed } from "../model/assessed.js";
import type { Verdict } from "../model/verdict.js";
import type { CommitStatus } from "./client.js";

/** Name of the commit status; a required check binds to it. Other keys get a name of their own. */
export function statusContext(key: string): string {
  return key === "default" ? "migration-gate" : `migration-gate/${key}`;
}

/** Holding is expressed as `pending`, never as neutral or skipped: those satisfy a required check. */
export function statusOf({ verdict, digest, databases, key }: Assessed, targetUrl: string): CommitStatus {
  const state = verdict.decision === "pass" ? "success" : verdict.decision === "hold" ? "pending" : "failure";
  return {
    state,
    context: statusContext(key),
    description: `${describe(
      verdict,
      databases.reduce((sum, { assessment }) => sum + assessment.history.proposed.length, 0),
    )} · ${digest.slice(0, 8)}`,
    targetUrl,
  };
}

function describe({ decision, risk, approvals, reasons }: Verdict, proposed: number): string {
  switch (decision) {
    case "pass":
      return proposed === 0
        ? "No migrations in this change"
        : `Safe: ${proposed} ${proposed === 1 ? "migration" : "migrations"}, risk ${risk}`;
    case "hold":
      return `Held, risk ${risk}: 0 of ${approvals.required} approvals`;
    case "block":
      return `Blocked: ${reasons[0]?.message ?? "it cannot run as written"}`.slice(0, 120);
    case "cannot-judge":
      return `Cannot judge: ${reasons[0]?.message ?? "something was not seen"}`.slice(0, 120);
  }
}
