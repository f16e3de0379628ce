import type { Assessment } from "../../model/assessment.js";
import { markdownFence } from "../escape/markdown-fence.js";
import { mermaidLabel } from "../escape/mermaid-label.js";
import { type LockWindow, lockWindows } from "../facts/lock-windows.js";
import { duration } from "../words/duration.js";
import { statementHead } from "../words/statement-head.js";
import { details } from "./details.js";

/** A second in all, and two windows: below that, the numbers in the table say more than bars. */
const LEAST_MS = 1_000;
const MOST_WINDOWS = 8;

/**
 * Lock windows as bars; the statement table holds the same numbers, because e-mail shows Mermaid as text.
 * `dateFormat x` takes milliseconds, and with durations no bar depends on the reader's time zone.
 */
export function timeline(assessment: Assessment): string | null {
  const windows = lockWindows(assessment, "up");
  const end = Math.max(0, ...windows.map(({ startMs, heldMs }) => startMs + heldMs));
  if (windows.length < 2 || end < LEAST_MS) return null;
  const shown = windows.slice(0, MOST_WINDOWS);
  const lines = [
    "gantt",
    "  title Lock windows in rehearsal, seconds from the first statement",
    "  dateFormat x",
    "  axisFormat %s s",
    ...shown.flatMap((window) => [
      `  section ${mermaidLabel(window.relation.replace(/^public\./u, ""), 24)}`,
      ...bars(window, end, assessment),
    ]),
  ];
  const more = windows.length > shown.length ? `\n\nThe ${windows.length - shown.length} shorter windows are in the table.` : "";
  return details(
    `<b>Timeline</b> of ${windows.length} lock windows, ${duration(end)} in all`,
    markdownFence(lines.join("\n"), "mermaid") + more,
    false,
  );
}

function bars(window: LockWindow, end: number, assessment: Assessment): string[] {
  const mark = window.reads ? "crit" : "active";
  const closes = window.startMs + window.heldMs;
  const visible = window.during.filter(({ step }) => step.durationMs >= end / 200);
  if (visible.length === 0)
    return [`  held :${mark}, ${Math.round(window.startMs)}, ${Math.max(1, Math.round(window.heldMs))}ms`];
  return visible.map(({ step, startMs }) => {
    const script = assessment.migrations.find(({ id }) => id === step.migration)?.up;
    const text = script?.statements.find(({ index }) => index === step.statement)?.text ?? "";
    const length = Math.max(1, Math.round(Math.min(step.durationMs, closes - startMs)));
    return `  ${step.statement + 1} ${mermaidLabel(statementHead(text.replace(/^\s*ALTER\s+TABLE\s+(?:ONLY\s+)?[\w."]+\s+/iu, ""), 60), 30)} :${mark}, ${Math.round(startMs)}, ${length}ms`;
  });
}
