import type { Assessment } from "../model/assessment.js";
import type { Finding, Severity } from "../model/finding.js";
import { clip } from "./escape/clip.js";
import { oneLine } from "./escape/one-line.js";
import { visible } from "./escape/visible.js";
import { standing } from "./facts/standing.js";
import { counted } from "./words/count.js";
import { evidenceSentence } from "./words/evidence-words.js";
import { HAZARD_NAME } from "./words/hazard-name.js";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  /** At most 255 characters, one line. */
  readonly title: string;
  /** Plain text; several lines. */
  readonly message: string;
}

/** GitHub shows ten annotations of a level for one step and drops the rest without a word. */
const MOST = 10;

/**
 * Findings that count and gaps that matter, as marks on lines, worst first. What does not fit is counted in a last
 * notice, for which room is kept.
 */
export function annotations(...assessments: readonly Assessment[]): Annotation[] {
  const all = assessments.flatMap((assessment) => [...standing(assessment).open.map(ofFinding), ...gaps(assessment)]);
  const fits = (level: Annotation["level"], most: number) => all.filter((each) => each.level === level).slice(0, most);
  const shown = [...fits("error", MOST), ...fits("warning", MOST), ...fits("notice", MOST)];
  const first = all[0];
  if (shown.length === all.length || first === undefined) return shown;
  const kept = [...fits("error", MOST), ...fits("warning", MOST), ...fits("notice", MOST - 1)];
  return [...kept, closing(all.length - kept.length, first)];
}

const LEVEL: Readonly<Record<Severity, Annotation["level"]>> = { error: "error", warning: "warning", info: "notice" };

function ofFinding(finding: Finding): Annotation {
  const { severity, hazard, rule, place, message, remedy, fix } = finding;
  const lines = [oneLine(message), oneLine(evidenceSentence(finding)), `Fix: ${oneLine(remedy)}`];
  return {
    level: LEVEL[severity],
    file: place.file,
    line: place.line,
    endLine: place.endLine,
    title: clip(oneLine(`${HAZARD_NAME[hazard]} (${rule})`), 255),
    message: clip([...lines, ...(fix === null ? [] : ["", visible(fix.sql).trim()])].join("\n"), 4_000),
  };
}

function gaps({ coverage }: Assessment): Annotation[] {
  return coverage.unseen.flatMap(({ what, why, place, blocking }): Annotation[] => {
    if (place === null || !blocking) return [];
    const { file, line, endLine } = place;
    return [
      {
        level: "warning",
        file,
        line,
        endLine,
        title: "not seen, and it matters",
        message: clip(oneLine(`${what}: ${why}`), 4_000),
      },
    ];
  });
}

function closing(left: number, { file }: Annotation): Annotation {
  const message = `and ${counted(left, "more finding")} than GitHub shows here; all are in the report.`;
  return { level: "notice", file, line: 1, endLine: 1, title: `and ${left} more`, message };
}
