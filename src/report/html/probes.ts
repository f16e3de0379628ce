import type { Assessment } from "../../model/assessment.js";
import type { TableProbe, Waits } from "../../model/rehearsal.js";
import { count, listed } from "../words/count.js";
import { duration } from "../words/duration.js";
import { bareRelation } from "./bare-relation.js";
import { dataTable } from "./data-table.js";
import { swatch } from "./lock-lanes.js";
import { html, type Insertion, type Markup } from "./markup.js";
import { type Section, section } from "./section.js";

/** What real readers and writers went through: no inference. */
export function probes({ rehearsal, migrations }: Assessment): Section | null {
  const all = rehearsal?.probes ?? [];
  if (all.length === 0) return null;
  const lines = all.flatMap((probe) => [line(probe, "reads"), line(probe, "writes")]).sort(longestFirst);
  const worst = Math.max(...lines.map(({ waits }) => waits.worstMs), 0.001);
  return section(
    "waits",
    "What readers and writers went through",
    html`<p>Sessions of our own read and wrote these tables all the while, one row at a time.</p>
<ul class="legend"><li>${swatch("other")}longest wait</li><li>${swatch("calm")}longest in the calm before</li></ul>
`,
    dataTable({
      caption: "Longest wait of one query, by table",
      columns: [
        { head: "Table" },
        { head: "Who", kind: "short" },
        { head: "When", kind: "short" },
        { head: "Longest wait" },
        { head: "In the calm", kind: "number" },
        { head: "Waited in all", kind: "number" },
        { head: "Queries", kind: "number" },
        { head: "Began during", kind: "short" },
        { head: "Refused" },
      ],
      rows: lines.map((each) => row(each, worst, migrations.length > 1)),
    }),
  );
}

interface Line {
  readonly probe: TableProbe;
  readonly who: "reads" | "writes";
  readonly waits: Waits;
}

function line(probe: TableProbe, who: "reads" | "writes"): Line {
  return { probe, who, waits: probe[who] };
}

function longestFirst(one: Line, other: Line): number {
  return other.waits.worstMs - one.waits.worstMs;
}

function row({ probe, who, waits }: Line, worst: number, many: boolean): Insertion[] {
  const { worstMs, calmMs, blockedMs, tries, during, refused } = waits;
  const where = during === null ? "nobody waited" : `${many ? `${during.migration} ` : ""}statement ${during.statement + 1}`;
  return [
    bareRelation(probe.relation),
    who === "reads" ? "a reader" : "a writer",
    probe.phase === "up" ? "going up" : "going back",
    html`${duration(worstMs)}${bars(worstMs, calmMs, worst)}`,
    duration(calmMs),
    duration(blockedMs),
    count(tries),
    where,
    listed(
      refused.map(({ message, sqlstate }) => `${message} (${sqlstate})`),
      3,
    ),
  ];
}

function bars(worstMs: number, calmMs: number, longest: number): Markup {
  const width = (ms: number) => Math.max(0.5, Math.round((ms / longest) * 1_000) / 10);
  return html`<svg class="bar" height="11" aria-hidden="true"><rect class="other" width="${width(worstMs)}%" height="7" rx="2"/><rect class="calm" y="8" width="${width(calmMs)}%" height="3" rx="1"/></svg>`;
}
