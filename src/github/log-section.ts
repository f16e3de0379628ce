import type { Link } from "../gate/chain.js";
import type { LogEntry } from "../gate/decision-log.js";
import type { GateRecord } from "../gate/gate-record.js";
import { duration, waitingOf } from "../gate/waiting.js";
import { markdownCode } from "../report/escape/markdown-code.js";
import { markdownProse } from "../report/escape/markdown-prose.js";
import { markdownTable } from "../report/markdown/table.js";

/** The decision log for the comment, folded: who, what, when, under which plan, and why it does not count. */
export function logSection({ facts, state, log }: GateRecord, max: number): string {
  const refused = log.filter(({ entry }) => !entry.effective).length;
  const counting = refused === 0 ? "" : `, ${refused} ${refused === 1 ? "does" : "do"} not count`;
  const title = `Decision log: ${log.length} ${log.length === 1 ? "entry" : "entries"}${counting}`;
  const rows = log
    .slice(Math.max(0, log.length - max))
    .toReversed()
    .map(rowOf);
  const more = log.length > rows.length ? [`and ${log.length - rows.length} older ones`] : [];
  const waiting = waitingOf(state, facts.reportedAt, facts.now);
  const waited = {
    auto: [],
    people: `Approved after ${duration(waiting.minutes)}.`,
    override: `Overridden after ${duration(waiting.minutes)}.`,
    open: [],
  };
  return [
    `<details><summary>${title}</summary>`,
    ...(rows.length === 0 ? [] : [markdownTable(["When", "Who", "What", "Plan", "Counts", "Why"], "<<<<<<", rows)]),
    ...more,
    ...[waited[waiting.by]].flat(),
    `Chain ${markdownCode(log.at(-1)?.hash.slice(0, 16) ?? "")}, made anew from GitHub each time: \`migration-gate replay\``,
    "</details>",
  ].join("\n\n");
}

function rowOf({ entry: { at, by, login, action, said, plan, effective, why } }: Link<LogEntry>): string[] {
  const who = by === "report" ? "report" : by === "clock" ? "clock" : markdownCode(login, 60);
  return [
    minute(at),
    who,
    action === "unclear" ? markdownCode(said, 60) : action,
    plan === null ? "" : markdownCode(plan.slice(0, 8)),
    by === "report" ? "" : effective ? "yes" : "no",
    markdownProse(why, 200),
  ];
}

export function minute(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : "";
}
