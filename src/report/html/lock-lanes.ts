import type { LockWindow } from "../facts/lock-windows.js";
import { counted } from "../words/count.js";
import { duration } from "../words/duration.js";
import { lockModeName } from "../words/lock-mode-name.js";
import { bareRelation } from "./bare-relation.js";
import { html, type Markup } from "./markup.js";

/** More lanes than this are no picture any more; the table beneath has all. */
const MOST_LANES = 30;
const TICKS = [0, 25, 50, 75, 100];
const HEIGHT = 16;

/** Windows as bars on one axis of time, a lane each, those of one relation together. */
export function lockLanes(windows: readonly LockWindow[]): Markup {
  const end = Math.max(...windows.map(({ startMs, heldMs }) => startMs + heldMs), 0.001);
  const shown = windows.slice(0, MOST_LANES);
  const left = windows.length - shown.length;
  return html`<ul class="legend"><li>${swatch("reads")}nobody reads or writes</li><li>${swatch("writes")}nobody writes</li></ul>
<ul class="lanes">
${byRelation(shown).map(([relation, own]) => html`<li><b>${bareRelation(relation)}</b>${own.map((window) => lane(window, end))}</li>\n`)}</ul>
${axis(end)}${left > 0 ? html`<p class="quiet">Drawn are the ${MOST_LANES} that weigh most; ${counted(left, "more")} in the table.</p>\n` : null}`;
}

function byRelation(windows: readonly LockWindow[]): [string, LockWindow[]][] {
  const groups = new Map<string, LockWindow[]>();
  for (const window of windows) groups.set(window.relation, [...(groups.get(window.relation) ?? []), window]);
  return [...groups].map(([relation, own]) => [relation, own.sort((one, other) => one.startMs - other.startMs)]);
}

function lane({ mode, reads, startMs, heldMs, during }: LockWindow, end: number): Markup {
  const x = percent(startMs / end);
  const width = Math.max(0.4, percent(heldMs / end));
  const longest = [...during].sort((one, other) => other.step.durationMs - one.step.durationMs)[0];
  const most =
    longest === undefined || during.length < 2
      ? ""
      : ` · longest in it: statement ${longest.step.statement + 1}, ${duration(longest.step.durationMs)}`;
  return html`
<div class="lane"><span class="mode">${lockModeName(mode)}</span> <span>held ${duration(heldMs)}, from ${duration(startMs)}${most}</span></div>
<svg height="${HEIGHT}" aria-hidden="true"><rect class="track" width="100%" height="${HEIGHT}" rx="4"/>${TICKS.slice(1, -1).map(
    (at) => html`<line class="tick" x1="${at}%" x2="${at}%" y2="${HEIGHT}"/>`,
  )}<rect class="${reads ? "reads" : "writes"}" x="${Math.min(x, 99.6)}%" width="${width}%" height="${HEIGHT}" rx="3"/></svg>`;
}

function axis(end: number): Markup {
  const anchor = (at: number) => (at === 0 ? "start" : at === 100 ? "end" : "middle");
  return html`<svg height="18" aria-hidden="true">${TICKS.filter((at) => at % 50 === 0).map(
    (at) =>
      html`<text class="axis" x="${at}%" y="14" text-anchor="${anchor(at)}">${at === 0 ? "0" : duration((end * at) / 100)}</text>`,
  )}</svg>
`;
}

export function swatch(kind: "reads" | "writes" | "other" | "calm"): Markup {
  return html`<svg aria-hidden="true"><rect class="${kind}" width="100%" height="100%" rx="3"/></svg>`;
}

/** With two digits after the point: enough for a screen. */
function percent(part: number): number {
  return Math.round(part * 10_000) / 100;
}
