import type { Assessment } from "../../model/assessment.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { nextStep } from "../facts/next-step.js";
import { engineSentence, scope } from "../facts/scope.js";
import { wayBack } from "../facts/way-back.js";
import { whoWaits } from "../facts/who-waits.js";
import { decisionText } from "../words/decision-text.js";
import { SIGN_OF } from "./signs.js";
import { markdownTable } from "./table.js";

const MOST_WAITERS = 4;

/** Five lines that decide. */
export function summary(assessment: Assessment): string {
  const { size, tables, coverage } = scope(assessment);
  const changes = [size, ...(tables === null ? [] : [`on ${tables}`]), coverage, engineSentence(assessment)].join(" · ");
  const waits = whoWaits(assessment);
  const more = waits.length - MOST_WAITERS;
  const back = wayBack(assessment);
  const next = nextStep(assessment);
  const rows: [string, string][] = [
    ["Changes", markdownProse(changes)],
    [
      "Who waits",
      [...waits.slice(0, MOST_WAITERS), ...(more > 0 ? [`and ${more} more tables`] : [])]
        .map((line) => markdownProse(line))
        .join("<br>"),
    ],
    ["Way back", `${SIGN_OF[back.sign]} ${markdownProse(back.sentence)}`],
    ...(next === null ? [] : [["Best next step", markdownProse(next, 500)] satisfies [string, string]]),
    ["To merge as it is", markdownProse(decisionText(assessment).short)],
  ];
  return markdownTable(
    ["", ""],
    "<<",
    rows.map(([label, text]) => [`**${label}**`, text]),
  );
}
