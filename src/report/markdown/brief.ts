import type { Assessment } from "../../model/assessment.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { promiseSummary } from "../facts/promise-rows.js";
import { engineSentence, scope } from "../facts/scope.js";
import { standing } from "../facts/standing.js";
import { wayBack } from "../facts/way-back.js";
import { counted, listed } from "../words/count.js";

/** The one line below the heading when nothing was found and all is proven; null when there is more to say. */
export function brief(assessment: Assessment): string | null {
  const { verdict, migrations, digest } = assessment;
  if (verdict.decision !== "pass") return null;
  if (migrations.length === 0) return markdownProse(verdict.reasons[0]?.message ?? "This change adds no migration.");
  if (!isProven(assessment)) return null;
  const { size, coverage } = scope(assessment);
  const { refuted } = standing(assessment);
  const checked = refuted.length === 0 ? [] : [`${counted(refuted.length, "prediction")} checked: did not happen`];
  const gaps = assessment.coverage.unseen.map(({ what, why }) => `${what}: ${why}`);
  const unseen = gaps.length === 0 ? [] : [`not seen: ${listed(gaps, 2)}`];
  const parts = [
    size,
    coverage,
    engineSentence(assessment),
    `way back proven: ${wayBack(assessment).sentence}`,
    ...(assessment.promises.length === 0 ? [] : [`promises: ${promiseSummary(assessment)}`]),
    ...checked,
    ...unseen,
  ];
  return `${markdownProse(parts.join(" · "))} · plan ${markdownCode(digest.slice(0, 8))}`;
}

function isProven(assessment: Assessment): boolean {
  const { rehearsal, coverage } = assessment;
  const { open, allowed } = standing(assessment);
  const { statements, parsed, executed, unseen } = coverage;
  const all = parsed === statements && executed === statements && !unseen.some((each) => each.blocking);
  return all && rehearsal?.outcome === "completed" && wayBack(assessment).sign === "good" && open.length + allowed.length === 0;
}
