import type { PromiseAnswer, PromiseOutcome } from "../model/promise.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { Check, Claim, Ruling } from "./claim.js";
import { questionKey } from "./questions-of.js";

/** What became of each claim. What nobody could look at is untested, never kept. Worst first. */
export function judgePromises(claims: readonly Claim[], rehearsal: Rehearsal | null): readonly PromiseOutcome[] {
  const answers = new Map((rehearsal?.promises ?? []).map((answer) => [questionKey(answer.question), answer]));
  const outcomes = claims.flatMap((claim) => claim.checks.map((check) => outcomeOf(claim, check, answers, rehearsal)));
  return outcomes.toSorted((a, b) => rank(a) - rank(b));
}

function outcomeOf(
  { title, severity, note, place, checks }: Claim,
  check: Check,
  answers: ReadonlyMap<string, PromiseAnswer>,
  rehearsal: Rehearsal | null,
): PromiseOutcome {
  const { moment, subject, asked, expected } = check;
  const ruling = rule(check, answers, rehearsal);
  const notes = [ruling.note, note].filter((each) => each !== null && each !== undefined);
  return {
    title: checks.length > 1 && subject !== undefined ? `${title}: ${subject}` : title,
    ...{ moment, asked, expected, found: ruling.found, status: ruling.status, severity },
    note: notes.length === 0 ? null : notes.join("; "),
    place,
  };
}

function rule(check: Check, answers: ReadonlyMap<string, PromiseAnswer>, rehearsal: Rehearsal | null): Ruling {
  if (check.kind === "told") return check.judge();
  if (rehearsal === null) return untested("nothing was rehearsed");
  if (check.kind === "seen") return rehearsal.outcome === "completed" ? check.judge(rehearsal) : untested(whyNot(rehearsal));
  const [question] = check.questions;
  const found = check.questions.flatMap((each) => answers.get(questionKey(each)) ?? []);
  if (found.length < check.questions.length) {
    const wayBack = question?.moment === "back" && rehearsal.outcome === "completed";
    return untested(wayBack ? `the way back did not run through (${rehearsal.rollback.status})` : whyNot(rehearsal));
  }
  const refused = found.find((answer) => answer.kind === "refused");
  if (refused !== undefined && check.takesRefusals !== true) return refusal(refused.error);
  return check.judge(found, rehearsal);
}

/** A query that the schema refuses keeps no promise; one that was cut off or forbidden says nothing. */
function refusal({ sqlstate, message }: { readonly sqlstate: string; readonly message: string }): Ruling {
  const silent = sqlstate === "42501" || ["53", "54", "57", "58", "XX"].includes(sqlstate.slice(0, 2));
  return { status: silent ? "untested" : "broken", found: null, note: `the server says: ${message} (${sqlstate})` };
}

function untested(note: string): Ruling {
  return { status: "untested", found: null, note };
}

function whyNot({ outcome, outcomeReason }: Rehearsal): string {
  if (outcome === "completed") return "it was not reached";
  return `the rehearsal ${outcome === "failed" ? "failed" : "did not finish"}: ${outcomeReason ?? "no reason known"}`;
}

function rank({ status, severity }: PromiseOutcome): number {
  const order = { broken: 0, untested: 2, kept: 4 }[status];
  return order + (status !== "kept" && severity === "error" ? 0 : 1);
}
