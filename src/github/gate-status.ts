import type { GateState } from "../gate/gate-state.js";
import { oneLine } from "../report/escape/one-line.js";
import type { CommitStatus } from "./client.js";
import { statusContext } from "./status.js";

const STATES: Readonly<Record<GateState["standing"], CommitStatus["state"]>> = {
  passed: "success",
  approved: "success",
  overridden: "success",
  waiting: "pending",
  expired: "pending",
  "sent-back": "failure",
  deferred: "failure",
  blocked: "failure",
  "cannot-judge": "error",
};

/** The commit status of a state. The state's own `open` has the last word on green. */
export function gateStatus(state: GateState, key: string, targetUrl: string): CommitStatus {
  const wanted = STATES[state.standing];
  return {
    state: wanted === "success" && !state.open ? "error" : wanted,
    context: statusContext(key),
    description: oneLine(`${describe(state)} · ${state.digest.slice(0, 8)}`),
    targetUrl,
  };
}

function describe({ standing, risk, approvals, required, requirements, rejections, deferrals, override }: GateState): string {
  const given = approvals.filter(({ general }) => general).length;
  const unmet = requirements.find(({ met, count }) => met < count);
  const also = unmet === undefined ? "" : `, and ${unmet.because.slice(0, 50)}`;
  const people = (list: readonly { readonly login: string }[]) =>
    list
      .map(({ login }) => login)
      .join(", ")
      .slice(0, 60);
  switch (standing) {
    case "passed":
      return `Passes, risk ${risk}`;
    case "approved":
      return `Approved by ${people(approvals)}`;
    case "waiting":
      if (required === 0) return `Held, risk ${risk}: the settings let nobody approve it`;
      return `Held, risk ${risk}: ${given} of ${required} approvals${also}`;
    case "expired":
      return `Held, risk ${risk}: approvals expired, ${given} of ${required} hold${also}`;
    case "sent-back":
      return `Sent back by ${people(rejections)}: ${(rejections[0]?.reason ?? "").slice(0, 50)}`;
    case "deferred":
      return `Deferred until ${deferrals[0]?.until.slice(0, 10) ?? ""} by ${people(deferrals)}`;
    case "blocked":
      return "Blocked: no approval helps";
    case "cannot-judge":
      return "Cannot judge: no approval helps";
    case "overridden":
      return `Overridden by ${(override?.login ?? "").slice(0, 40)} until ${(override?.until ?? "").slice(0, 16)}Z`;
  }
}
