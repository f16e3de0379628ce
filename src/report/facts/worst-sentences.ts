import type { Assessment } from "../../model/assessment.js";
import type { Hazard } from "../../model/finding.js";
import { counted } from "../words/count.js";
import { duration } from "../words/duration.js";
import { evidenceSentence } from "../words/evidence-words.js";
import { relation } from "../words/name.js";
import { lockWindows } from "./lock-windows.js";
import { standing } from "./standing.js";

export interface WorstSentence {
  readonly claim: string;
  /** What was seen of it; null where nothing was. */
  readonly proof: string | null;
}

/** The one or two sentences that decide: a measured outage first, then the reasons of the verdict, worst first. */
export function worstSentences(assessment: Assessment): WorstSentence[] {
  const outage = measuredOutage(assessment);
  const rest = reasons(assessment, outage !== null);
  return [...(outage === null ? [] : [outage]), ...rest].filter(({ claim }) => claim.trim() !== "").slice(0, 2);
}

/** Below a second, the length of a wait on test data says less than what causes it. */
const LONG_MS = 1_000;

function measuredOutage(assessment: Assessment): WorstSentence | null {
  const worst = lockWindows(assessment, "up")[0];
  if (assessment.verdict.decision !== "hold" || worst === undefined || worst.heldMs < LONG_MS) return null;
  const who = worst.reads
    ? `Nobody can read or write ${relation(worst.relation)}`
    : `Nobody can write to ${relation(worst.relation)}`;
  const rows = worst.rows === null ? "" : ` on ${counted(worst.rows, "row")}`;
  const grows = worst.grows ? " It grows with the data." : "";
  return { claim: `${who} for ${duration(worst.heldMs)}.`, proof: `Measured here${rows}.${grows}` };
}

/** A sentence about waiting adds nothing to the measured outage; of the rest, each kind of hazard speaks before one speaks twice. */
function reasons(assessment: Assessment, outageTold: boolean): WorstSentence[] {
  const { verdict, findings } = assessment;
  const plain = verdict.reasons
    .filter((reason) => reason.finding === null)
    .map(({ message }) => ({ claim: message, proof: null }));
  const named = new Set(verdict.reasons.map((reason) => (reason.finding === null ? undefined : findings[reason.finding])));
  const carried = standing(assessment).open.filter(
    (finding) => named.has(finding) && !(outageTold && WAITING.has(finding.hazard)),
  );
  const kinds = new Set<string>();
  const first = carried.filter(({ hazard }) => !kinds.has(hazard) && kinds.add(hazard));
  const told = [...first, ...carried.filter((finding) => !first.includes(finding))]
    .slice(0, 2)
    .map((finding) => ({ claim: finding.message, proof: evidenceSentence(finding) }));
  return verdict.decision === "cannot-judge" ? [...plain, ...told] : [...told, ...plain];
}

const WAITING: ReadonlySet<Hazard> = new Set<Hazard>(["blocks-reads", "blocks-writes", "lock-then-work", "locks-rows-in-bulk"]);
