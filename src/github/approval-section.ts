import type { GateState, Ignored } from "../gate/gate-state.js";
import { markdownCode } from "../report/escape/markdown-code.js";
import { markdownProse } from "../report/escape/markdown-prose.js";
import { markdownTable } from "../report/markdown/table.js";

const MAX_ROWS = 10;

/** Where approvals stand, for the comment. Logins stand in code, so that nobody is called. */
export function approvalSection(state: GateState, notes: readonly string[]): string | null {
  if (isSilent(state) && notes.length === 0) return null;
  const rows = decisions(state).slice(0, MAX_ROWS);
  const table = rows.length === 0 ? [] : [markdownTable(["Who", "Decided", "When", "Ends", "Why"], "<<<<<", rows)];
  const sentences = [`**${markdownProse(headlineOf(state))}**`, markdownProse(state.nextStep)];
  const { ignored } = state;
  return [
    "### Approvals",
    sentences.join(" "),
    ...table,
    ...notes.map((note) => `- ${markdownProse(note)}`),
    ...notCounted(ignored),
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
      return `Approved: ${approvals.length} of ${required} for ${plan}.`;
    case "waiting":
      if (required === 0) return `Held: nobody can approve ${plan}.`;
      return `Waiting: ${approvals.length} of ${required} approvals for ${plan}.`;
    case "expired":
      return `Expired: ${approvals.length} of ${required} approvals for ${plan} still hold.`;
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

/** The newest few; a flood of comments makes no flood here. */
function notCounted(ignored: readonly Ignored[]): string[] {
  if (ignored.length === 0) return [];
  const shown = ignored.slice(-MAX_ROWS).toReversed();
  const rows = shown.map(({ login, said, at, why }) => [
    markdownCode(login, 60),
    markdownCode(said, 60),
    minute(at),
    markdownProse(why, 300),
  ]);
  const more = ignored.length > shown.length ? [`and ${ignored.length - shown.length} older ones`] : [];
  const title =
    ignored.length === 1 ? "1 comment or review that does not count" : `${ignored.length} comments and reviews that do not count`;
  return [
    `<details><summary>${title}</summary>`,
    markdownTable(["Who", "Wrote", "When", "Why not"], "<<<<", rows),
    ...more,
    "</details>",
  ];
}

function minute(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : "";
}
