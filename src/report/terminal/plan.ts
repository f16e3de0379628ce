import { planRows, readiness } from "../facts/plan-rows.js";
import { labelled, type Page, paragraph } from "./page.js";

const SIGN = { good: "  ✓", bad: "  ✗", open: "  ?" } as const;
const INK = { good: "good", bad: "error", open: "warning" } as const;

/** Each migration with its phase, how long it takes, its way back, and what holds it. */
export function plan(page: Page): string[] {
  const rows = planRows(page.assessment);
  if (rows.length === 0) return [];
  const lines = rows.flatMap(({ sign, migration, phase, takes, back, blockers }) => [
    ...labelled(page, SIGN[sign], 4, `${migration}: ${phase}; ${takes}`, { label: INK[sign] }),
    ...paragraph(page, 6, `way back: ${back}`),
    ...(blockers === "-" ? [] : paragraph(page, 6, `held by: ${blockers}`, INK[sign])),
  ]);
  return ["", page.paint("strong", "Whole plan"), ...paragraph(page, 2, readiness(page.assessment)), ...lines];
}
