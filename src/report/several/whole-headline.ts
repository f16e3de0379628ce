import type { Assessed } from "../../model/assessed.js";
import type { Decision } from "../../model/verdict.js";
import type { Headline } from "../facts/headline.js";
import { counted } from "../words/count.js";

const STATES: Readonly<Record<Decision, Headline["state"]>> = {
  pass: "safe",
  hold: "held",
  block: "blocked",
  "cannot-judge": "unknown",
};
const WORDS: Readonly<Record<Exclude<Decision, "pass">, string>> = {
  hold: "Held",
  block: "Blocked",
  "cannot-judge": "Cannot judge",
};

/** The verdict of several databases in one line. */
export function wholeHeadline({ verdict, databases }: Assessed): Headline {
  const { decision, risk, approvals } = verdict;
  const touched = databases.filter((each) => each.touched).map(({ assessment }) => assessment);
  const state = STATES[decision];
  if (touched.length === 0) return { state, parts: ["No migrations", counted(databases.length, "database")] };
  const unseen = touched.some(({ rehearsal, migrations }) => rehearsal === null && migrations.length > 0);
  const tail = [...(risk === "none" ? [] : [`${risk.toUpperCase()} risk`]), ...(unseen ? ["not all rehearsed"] : [])];
  if (decision === "pass")
    return { state, parts: [unseen ? "No hazard found" : "Safe", counted(touched.length, "database"), ...tail] };
  const concerned = touched.filter((each) => each.verdict.decision === decision).length;
  const of = `${WORDS[decision]}: ${concerned} of ${counted(touched.length, "touched database")}`;
  if (decision === "cannot-judge") return { state, parts: [of] };
  const needed = decision === "hold" && approvals.required > 0 ? [`${counted(approvals.required, "approval")} needed`] : [];
  return { state, parts: [of, ...tail, ...needed] };
}
