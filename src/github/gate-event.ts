import { readFileSync } from "node:fs";
import { ReportableError } from "../errors.js";
import { valueAt } from "./value-at.js";

/** Why the gate looks, and at what. */
export type GateEvent =
  | { readonly kind: "pull-request"; readonly number: number; readonly comment: number | null }
  /** An entry of the merge queue: its own commit, on its own base. */
  | { readonly kind: "merge-group"; readonly number: number; readonly headSha: string; readonly baseSha: string }
  /** A run of the check is over: of whoever pushed to `from` (`owner:branch`), so that nothing it left can be trusted. */
  | { readonly kind: "check-run"; readonly run: number; readonly headSha: string; readonly from: string }
  /** On a schedule: time alone may have changed something. */
  | { readonly kind: "all-open" }
  | { readonly kind: "nothing"; readonly why: string };

const OF_A_PULL_REQUEST = ["pull_request", "pull_request_target", "pull_request_review", "issue_comment"];

/** Reads the runner's event. @throws ReportableError `github/no-event` for one that names no pull request. */
export function readGateEvent(variables: NodeJS.ProcessEnv): GateEvent {
  const name = variables["GITHUB_EVENT_NAME"] ?? "";
  if (name === "schedule") return { kind: "all-open" };
  const payload = readPayload(variables["GITHUB_EVENT_PATH"] ?? "");
  if (name === "merge_group") return mergeGroup(payload);
  if (name === "workflow_run") return workflowRun(payload);
  if (!OF_A_PULL_REQUEST.includes(name)) throw noPullRequest(`the event ${name || "(none)"} is of no pull request`);
  if (name === "issue_comment") return issueComment(payload);
  const number = valueAt(payload, "pull_request", "number");
  if (typeof number !== "number") throw noPullRequest(`the event file of ${name} names no pull request`);
  return { kind: "pull-request", number, comment: null };
}

function issueComment(payload: unknown): GateEvent {
  const number = valueAt(payload, "issue", "number");
  const comment = valueAt(payload, "comment", "id");
  if (typeof number !== "number" || typeof comment !== "number") throw noPullRequest("the event file names no comment");
  if (valueAt(payload, "issue", "pull_request") === undefined) return { kind: "nothing", why: "a comment on an issue" };
  const action = valueAt(payload, "action");
  const texts = [valueAt(payload, "comment", "body"), valueAt(payload, "changes", "body", "from")];
  if (!texts.some((text) => typeof text === "string" && /\/migration\b/iu.test(text)))
    return { kind: "nothing", why: "a comment without a command" };
  // What was edited away or deleted changes the state as well, but has nobody to answer.
  return { kind: "pull-request", number, comment: action === "created" ? comment : null };
}

/** `refs/heads/gh-readonly-queue/main/pr-104-<sha>` is the only place where the pull request is named. */
function mergeGroup(payload: unknown): GateEvent {
  const [headSha, baseSha, ref] = ["head_sha", "base_sha", "head_ref"].map((key) => valueAt(payload, "merge_group", key));
  const number = Number(/\/pr-(\d+)-[0-9a-f]+$/u.exec(typeof ref === "string" ? ref : "")?.[1]);
  if (typeof headSha !== "string" || typeof baseSha !== "string" || !Number.isInteger(number))
    throw noPullRequest("the event file of merge_group names no pull request");
  return { kind: "merge-group", number, headSha, baseSha };
}

/** GitHub names no pull request for runs of forks, so that it is looked for by the branch that was pushed to. */
function workflowRun(payload: unknown): GateEvent {
  if (valueAt(payload, "workflow_run", "event") !== "pull_request") return { kind: "nothing", why: "a run of no pull request" };
  const [run, headSha, branch, owner] = [["id"], ["head_sha"], ["head_branch"], ["head_repository", "owner", "login"]].map(
    (keys) => valueAt(payload, "workflow_run", ...keys),
  );
  if (typeof run !== "number" || typeof headSha !== "string" || typeof branch !== "string" || typeof owner !== "string")
    throw noPullRequest("the event file of workflow_run names no branch");
  return { kind: "check-run", run, headSha, from: `${owner}:${branch}` };
}

function readPayload(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ReportableError(
      "github/no-event",
      `cannot read the event file ${path || "(none)"}`,
      "Run this as a step of a GitHub workflow.",
      {
        cause: error,
      },
    );
  }
}

function noPullRequest(message: string): ReportableError {
  return new ReportableError(
    "github/no-event",
    message,
    "Run the gate on pull requests, their comments and reviews, the merge queue, or a schedule.",
  );
}
