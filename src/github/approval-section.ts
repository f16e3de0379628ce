import { needed } from "../gate/eligibility.js";
import type { GateRecord } from "../gate/gate-record.js";
import type { GateState } from "../gate/gate-state.js";
import { markdownCode } from "../report/escape/markdown-code.js";
import { markdownProse } from "../report/escape/markdown-prose.js";
import { markdownTable } from "../report/markdown/table.js";
import { logSection, minute } from "./log-section.js";

/** Together with a report of 50,000 characters it has to stay under GitHub's 65,536. */
const MAX_LENGTH = 12_000;

/** Where approvals stand, for the comment. Logins stand in code, so that nobody is called. */
export function approvalSection(record: GateRecord, notes: readonly string[]): string | null {
  if (isSilent(record.state) && notes.length === 0) return null;
  // Escaped, a hostile name is six times as long: fewer rows then, at last none.
  const sections = [20, 8, 3, 1].map((rows) => sectionOf(record, notes, rows));
  return sections.find((section) => section.length <= MAX_LENGTH) ?? sectionOf(record, [], 0);
}

function sectionOf(record: GateRecord, notes: readonly string[], max: number): string {
  const { state } = record;
  const rows = decisions(state).slice(0, max);
  const table = rows.length === 0 ? [] : [markdownTable(["Who", "Decided", "When", "Ends", "Why"], "<<<<<", rows)];
  const sentences = [`**${markdownProse(headlineOf(state))}**`, markdownProse(state.nextStep, 600)];
  return [
    "### Approvals",
    sentences.join(" "),
    ...table,
    ...requirementLines(state, max),
    ...followUp(state),
    ...notes.map((note) => `- ${markdownProse(note)}`),
    logSection(record, max),
  ].join("\n\n");
}

/** Nothing was asked and nothing was said. */
function isSilent({ standing, ignored, approvals }: GateState): boolean {
  const asked = standing !== "passed" && standing !== "blocked" && standing !== "cannot-judge";
  return !asked && ignored.length === 0 && approvals.length === 0;
}

function headlineOf({ standing, digest, approvals, required, rejections, deferrals, override }: GateState): string {
  const plan = `\`${digest.slice(0, 8)}\``;
  switch (standing) {
    case "passed":
      return `${plan} passes; no approval is needed.`;
    case "approved":
      return `Approved: ${given(approvals)} of ${required} for ${plan}.`;
    case "waiting":
      if (required === 0) return `Held: nobody can approve ${plan}.`;
      return `Waiting: ${given(approvals)} of ${required} approvals for ${plan}.`;
    case "expired":
      return `Expired: ${given(approvals)} of ${required} approvals for ${plan} still hold.`;
    case "sent-back":
      return `Sent back by \`${rejections[0]?.login ?? ""}\`.`;
    case "deferred":
      return `Deferred until ${deferrals[0]?.until.slice(0, 10) ?? ""} by \`${deferrals[0]?.login ?? ""}\`.`;
    case "blocked":
      return `Blocked: no approval of ${plan} helps.`;
    case "cannot-judge":
      return `Cannot judge ${plan}: no approval helps.`;
    case "overridden":
      return `Overridden by \`${override?.login ?? ""}\` until ${minute(override?.until ?? "")}.`;
  }
}

function given(approvals: GateState["approvals"]): number {
  return approvals.filter(({ general }) => general).length;
}

/** An override ends by itself; what it left open does not. */
function followUp({ override, required, approvals }: GateState): string[] {
  if (override === null) return [];
  const { incident, login } = override;
  const what =
    incident === null
      ? `no incident is named; ask ${markdownCode(login, 60)} for it`
      : `incident ${markdownProse(incident, 300)}`;
  const owed = Math.max(0, required - given(approvals));
  const asked = owed === 0 ? "" : `, and ${owed === 1 ? "1 approval" : `${owed} approvals`} of this plan afterwards`;
  return [`⚠️ **Follow up:** ${what}${asked}.`];
}

/** What is asked beside the number of people, each with how far it is met. */
function requirementLines({ requirements }: GateState, max: number): string[] {
  const lines = requirements.map(({ because, count, from, met }) => {
    const sign = met >= count ? "✅ met" : `⏳ ${met} of ${count}`;
    return `- ${sign}: ${markdownProse(`${because}, by ${needed(from)}`, 300)}`;
  });
  const shown = lines.slice(0, max);
  const more = lines.length > shown.length ? [`- and ${lines.length - shown.length} more`] : [];
  return lines.length === 0 ? [] : [[...shown, ...more].join("\n")];
}

function decisions({ override, rejections, deferrals, approvals }: GateState): string[][] {
  const row = (login: string, what: string, at: string, until: string, why: string) => [
    markdownCode(login, 60),
    what,
    minute(at),
    minute(until),
    markdownProse(why, 300),
  ];
  const incident = (link: string | null) => (link === null ? "" : ` (incident ${link})`);
  return [
    ...(override === null ? [] : [override]).map((each) =>
      row(each.login, "override", each.at, each.until, each.reason + incident(each.incident)),
    ),
    ...rejections.map((each) => row(each.login, "reject", each.at, "", each.reason)),
    ...deferrals.map((each) => row(each.login, "defer", each.at, each.until, each.reason)),
    ...approvals.map((each) => row(each.login, "approve", each.at, each.until, each.own ? "own work, as sole maintainer" : "")),
  ];
}
