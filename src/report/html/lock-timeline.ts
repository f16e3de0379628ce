import type { Assessment } from "../../model/assessment.js";
import type { Phase } from "../../model/rehearsal.js";
import { type LockWindow, lockWindows } from "../facts/lock-windows.js";
import { count, counted } from "../words/count.js";
import { duration } from "../words/duration.js";
import { lockModeName } from "../words/lock-mode-name.js";
import { bareRelation } from "./bare-relation.js";
import { blindSteps } from "./blind-steps.js";
import { dataTable } from "./data-table.js";
import { lockLanes } from "./lock-lanes.js";
import { html, type Insertion, type Markup } from "./markup.js";
import { type Section, section } from "./section.js";

/** Each lock that others would wait for, from its grant to its release: drawn, then the same in numbers. */
export function lockTimeline(assessment: Assessment): Section | null {
  if (assessment.rehearsal === null) return null;
  const [up, down] = [lockWindows(assessment, "up"), lockWindows(assessment, "down")];
  const blind = blindSteps(assessment, ["up", "down"]).length;
  return section(
    "locks",
    "Locks that others wait for",
    blind === 0 ? null : html`<p>The locks of ${counted(blind, "statement")} were out of this engine's sight.</p>\n`,
    up.length === 0 ? html`<p>None seen on the way up: no table that existed was locked against reads or writes.</p>\n` : null,
    part("On the way up", "up", up, assessment),
    part("Going back", "down", down, assessment),
  );
}

function part(title: string, phase: Phase, windows: readonly LockWindow[], assessment: Assessment): Markup | null {
  if (windows.length === 0) return null;
  return html`<h3>${title}</h3>
${lockLanes(windows)}${dataTable({
  caption: `${title}: the same in numbers. Times are this machine's, from the first statement`,
  columns: [
    { head: "Table" },
    { head: "Lock", kind: "short" },
    { head: "Who waits" },
    { head: "From", kind: "number" },
    { head: "Held", kind: "number" },
    { head: "Rows here", kind: "number" },
    { head: "Statements meanwhile" },
  ],
  rows: windows.map((window) => row(window, phase, assessment)),
})}`;
}

function row(window: LockWindow, phase: Phase, assessment: Assessment): Insertion[] {
  const { relation, mode, reads, startMs, heldMs, rows, grows } = window;
  return [
    bareRelation(relation),
    lockModeName(mode),
    reads ? "readers and writers" : "writers",
    duration(startMs),
    html`${duration(heldMs)}${grows ? html`<br><span class="quiet">grows with the data</span>` : null}`,
    rows === null ? "not counted" : count(rows),
    meanwhile(window, phase, assessment),
  ];
}

const MOST_STATEMENTS = 6;

function meanwhile({ during }: LockWindow, phase: Phase, { migrations }: Assessment): string {
  const many = migrations.length > 1;
  const shown = during.slice(0, MOST_STATEMENTS).map(({ step }) => {
    const owner = migrations.find(({ id }) => id === step.migration);
    const line = (phase === "down" ? owner?.down : owner?.up)?.statements.find(({ index }) => index === step.statement)?.place
      .line;
    const where = line === undefined ? `statement ${step.statement + 1}` : `L${line}`;
    return `${many ? `${step.migration} ` : ""}${where} (${duration(step.durationMs)})`;
  });
  const more = during.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}`;
}
