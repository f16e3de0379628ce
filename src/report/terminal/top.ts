import { type Headline, headline } from "../facts/headline.js";
import { nextStep } from "../facts/next-step.js";
import { engineSentence, scope } from "../facts/scope.js";
import { wayBack } from "../facts/way-back.js";
import { whoWaits } from "../facts/who-waits.js";
import { worstSentences } from "../facts/worst-sentences.js";
import { decisionText } from "../words/decision-text.js";
import { labelled, type Page, paragraph } from "./page.js";
import type { Ink } from "./paint.js";

const STATE: Readonly<Record<Headline["state"], { sign: string; ink: Ink }>> = {
  safe: { sign: "✓", ink: "good" },
  held: { sign: "✗", ink: "error" },
  blocked: { sign: "✗", ink: "error" },
  unknown: { sign: "?", ink: "error" },
};
const SIGN = { good: "✓ proven: ", bad: "✗ ", open: "? " } as const;
const INDENT = 14;
const MOST_WAITERS = 4;

/** The verdict and the five lines that decide. */
export function top(page: Page): string[] {
  const { assessment } = page;
  const { state, parts } = headline(assessment);
  const { sign, ink } = STATE[state];
  const { size, tables, coverage } = scope(assessment);
  return [
    ...labelled(page, sign, 2, parts.join(" · "), { label: ink, text: ink }),
    ...paragraph(
      page,
      2,
      [assessment.subject, size, coverage, engineSentence(assessment), `plan ${assessment.digest.slice(0, 8)}`].join(" · "),
      "faint",
    ),
    "",
    ...worst(page),
    ...(tables === null ? [] : labelled(page, "  Touches", INDENT, tables, { label: "strong" })),
    ...decisive(page),
  ];
}

function worst(page: Page): string[] {
  if (page.assessment.verdict.decision === "pass") return [];
  return worstSentences(page.assessment).flatMap(({ claim, proof }) => [
    ...paragraph(page, 2, claim, "strong"),
    ...(proof === null ? [] : paragraph(page, 2, proof)),
    "",
  ]);
}

function decisive(page: Page): string[] {
  const { assessment } = page;
  if (assessment.migrations.length === 0) return paragraph(page, 2, assessment.verdict.reasons[0]?.message ?? "");
  const waits = whoWaits(assessment);
  const more = waits.length - MOST_WAITERS;
  const shown = [...waits.slice(0, MOST_WAITERS), ...(more > 0 ? [`and ${more} more tables`] : [])];
  const back = wayBack(assessment);
  const next = nextStep(assessment);
  const label = { label: "strong" } as const;
  return [
    ...shown.flatMap((line, at) => labelled(page, at === 0 ? "  Who waits" : "", INDENT, line, label)),
    ...labelled(page, "  Way back", INDENT, `${SIGN[back.sign]}${back.sentence}`, label),
    ...(next === null ? [] : labelled(page, "  Next step", INDENT, next, label)),
    ...labelled(page, "  To merge", INDENT, decisionText(assessment).short, label),
  ];
}
