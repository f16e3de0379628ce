import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import { markdownFence } from "../escape/markdown-fence.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { standing } from "../facts/standing.js";
import { count, counted } from "../words/count.js";
import type { Detail } from "./detail.js";
import { details } from "./details.js";
import { placeOf } from "./finding-line.js";

/** Remedies that stand open; the rest fold. */
const OPEN = 3;
const MOST_PLACES = 5;
const MOST_PROOFS = 2;

/** SQL to paste, worst finding first; then what helps in words. */
export function fix(assessment: Assessment, detail: Detail): string | null {
  const open = standing(assessment).open.filter(({ severity }) => severity !== "info");
  const groups = byRemedy(open).map((findings) => remedy(assessment, findings, detail.fixes));
  if (groups.length === 0) return null;
  const shown = groups.slice(0, detail.items === null ? groups.length : OPEN);
  const left = groups.length - shown.length;
  const first = [
    ...shown.slice(0, OPEN),
    ...(left > 0 ? [`${counted(left, "more remedy", "more remedies")} left out here.`] : []),
  ];
  const rest = shown.slice(OPEN);
  const pasted = open.filter((finding) => finding.fix !== null).length;
  return [
    details(pasted === 0 ? "<b>Fix</b>" : `<b>Fix</b>: SQL to paste for ${counted(pasted, "finding")}`, first.join("\n\n"), true),
    ...(rest.length === 0 ? [] : [details(counted(rest.length, "more remedy", "more remedies"), rest.join("\n\n"), false)]),
  ].join("\n\n");
}

/** Findings that one sentence answers stand together, those with SQL first. */
function byRemedy(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of [...findings.filter((each) => each.fix !== null), ...findings.filter((each) => each.fix === null)]) {
    const key = `${finding.fix === null} ${finding.remedy}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

function remedy(assessment: Assessment, findings: readonly Finding[], most: number | null): string {
  const places = [...new Set(findings.map((finding) => placeOf(assessment, finding)))];
  const more = places.length - MOST_PLACES;
  const where = `${places.slice(0, MOST_PLACES).join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}`;
  const words = `**${where}**: ${markdownProse(findings[0]?.remedy ?? "", 500)}`;
  const pieces = [...new Set(findings.flatMap((finding) => (finding.fix === null ? [] : [finding.fix.sql.trim()])))];
  if (pieces.length === 0) return words;
  const shown = pieces.slice(0, most ?? pieces.length);
  const left = pieces.length - shown.length;
  const sql = [...shown, ...(left > 0 ? [`-- and ${count(left)} more like it`] : [])].join(
    pieces.some((piece) => piece.includes("\n")) ? "\n\n" : "\n",
  );
  return [words, markdownFence(sql, "sql"), ...checked(findings)].join("\n\n");
}

function checked(findings: readonly Finding[]): string[] {
  const verified = findings.filter((finding) => finding.fix?.verified === true).length;
  if (verified === 0) return [];
  const which = verified === findings.length ? "" : ` for ${count(verified)} of ${count(findings.length)}`;
  const proofs = [
    ...new Set(findings.flatMap(({ fix }) => (fix?.verified === true && fix.proof !== undefined ? [fix.proof] : []))),
  ];
  const seen = proofs.slice(0, MOST_PROOFS).map((proof) => ` ${markdownProse(`${capitalized(proof)}.`, 300)}`);
  return [`*Checked${which}: it parses, was rehearsed, and the rule is silent on it.*${seen.join("")}`];
}

function capitalized(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
