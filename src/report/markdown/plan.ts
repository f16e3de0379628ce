import type { Assessment } from "../../model/assessment.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { planRows, readiness } from "../facts/plan-rows.js";
import { count } from "../words/count.js";
import type { Detail } from "./detail.js";
import { details } from "./details.js";
import { markdownTable } from "./table.js";

const SIGN = { good: "✅", bad: "❌", open: "❔" } as const;

/** The whole plan: each migration with its phase, how long it takes, how long there is a way back, and what holds it. */
export function plan(assessment: Assessment, { items }: Detail): string | null {
  const all = planRows(assessment);
  if (all.length === 0) return null;
  const shown = all.slice(0, items ?? all.length);
  const rows = shown.map(({ sign, migration, phase, takes, back, blockers }) => [
    SIGN[sign],
    markdownProse(migration, 100),
    markdownProse(phase, 100),
    markdownProse(takes, 100),
    markdownProse(back, 200),
    markdownProse(blockers, 300),
  ]);
  const left = all.length - shown.length;
  const body = [
    markdownTable(["", "Migration", "Phase", "Takes", "Way back", "Held by"], "<<<<<<", rows),
    ...(left > 0 ? [`and ${count(left)} more`] : []),
  ];
  const isHeld = all.some(({ sign }) => sign === "bad");
  return details(`<b>Whole plan</b>: ${markdownProse(readiness(assessment), 300)}`, body.join("\n\n"), isHeld);
}
