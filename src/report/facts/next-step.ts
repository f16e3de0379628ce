import type { Assessment } from "../../model/assessment.js";
import { counted } from "../words/count.js";
import { standing } from "./standing.js";

/** What helps most, in one line: the remedy of the worst finding, or how to get the evidence that is missing. `where` tells the place of the SQL to paste. */
export function nextStep(assessment: Assessment, where = "under Fix"): string | null {
  const { verdict, coverage, rehearsal } = assessment;
  const worst = standing(assessment).open.find(({ severity }) => severity !== "info");
  if (verdict.decision === "cannot-judge") {
    if (rehearsal === null) return "rehearse it: run the gate where an engine can start";
    if (rehearsal.outcome === "stopped")
      return "give the rehearsal more time (`--timeout`) or fewer rows, and run the gate again";
    if (rehearsal.outcome === "no-world") return "make the settled files run on an empty server, or give the schema (`--schema`)";
    const gap = coverage.unseen.find((unseen) => unseen.blocking);
    return gap === undefined ? "run the gate again" : `make this visible: ${gap.what} (${gap.why})`;
  }
  if (worst === undefined) return null;
  const fixable = standing(assessment).open.filter(({ fix, severity }) => fix !== null && severity !== "info").length;
  return `${worst.remedy}${fixable > 0 ? ` SQL to paste for ${counted(fixable, "finding")} ${where}.` : ""}`;
}
