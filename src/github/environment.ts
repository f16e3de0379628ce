import { readFileSync } from "node:fs";
import { ReportableError } from "../errors.js";
import { valueAt } from "./value-at.js";

/** What the runner says about where and why this runs. */
export interface Environment {
  readonly owner: string;
  readonly repository: string;
  /** Base URL of the REST API, without a closing slash; differs on GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** Page of this run, with logs and summary. */
  readonly runUrl: string;
  readonly event: GitHubEvent;
}

export type GitHubEvent =
  | {
      readonly kind: "pull-request";
      readonly number: number;
      readonly headSha: string;
      readonly baseSha: string;
      /** Id of the account that pushed, where the event is of a push; null otherwise. */
      readonly pusher: number | null;
      /** From another repository, or by Dependabot: the token may only read. */
      readonly readOnlyToken: boolean;
    }
  | {
      readonly kind: "other";
      readonly name: string;
      /** Commit that a status would belong to. */
      readonly sha: string;
      /** What the event itself names as the state before it: a push's `before`, a merge group's base. Null where there is none. */
      readonly baseSha: string | null;
    };

/** Reads the runner's variables and the event file. @throws ReportableError `github/no-event` */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  return {
    ...readPlace(variables),
    event: readEvent(
      need(variables, "GITHUB_EVENT_NAME"),
      need(variables, "GITHUB_EVENT_PATH"),
      variables["GITHUB_SHA"] ?? "",
      variables["GITHUB_ACTOR"] ?? "",
    ),
  };
}

/** Where this runs, whatever the event. @throws ReportableError `github/no-event` */
export function readPlace(variables: NodeJS.ProcessEnv): Omit<Environment, "event"> {
  const [owner = "", repository = ""] = need(variables, "GITHUB_REPOSITORY").split("/");
  const server = variables["GITHUB_SERVER_URL"] ?? "https://github.com";
  return {
    owner,
    repository,
    apiUrl: (variables["GITHUB_API_URL"] ?? "https://api.github.com").replace(/\/+$/u, ""),
    runUrl: `${server}/${owner}/${repository}/actions/runs/${variables["GITHUB_RUN_ID"] ?? ""}`,
  };
}

function need(variables: NodeJS.ProcessEnv, name: string): string {
  const value = variables[name];
  if (value !== undefined && value !== "") return value;
  throw new ReportableError(
    "github/no-event",
    `${name} is not set`,
    "Run this as a step of a GitHub workflow; elsewhere use the command line.",
  );
}

function readEvent(name: string, path: string, sha: string, actor: string): GitHubEvent {
  const payload = readPayload(path);
  if (name === "pull_request" || name === "pull_request_target") {
    const head = {
      sha: text(payload, "pull_request", "head", "sha"),
      repository: text(payload, "pull_request", "head", "repo", "full_name"),
    };
    const base = {
      sha: text(payload, "pull_request", "base", "sha"),
      repository: text(payload, "pull_request", "base", "repo", "full_name"),
    };
    const number = valueAt(payload, "pull_request", "number");
    if (head.sha === "" || base.sha === "" || typeof number !== "number") {
      throw new ReportableError(
        "github/no-event",
        `the event file of ${name} names no pull request`,
        "Re-run the job; if it stays, report this.",
      );
    }
    const readOnlyToken = name === "pull_request" && (head.repository !== base.repository || actor === "dependabot[bot]");
    return { kind: "pull-request", number, headSha: head.sha, baseSha: base.sha, pusher: pusherOf(payload), readOnlyToken };
  }
  const before = name === "merge_group" ? text(payload, "merge_group", "base_sha") : text(payload, "before");
  return { kind: "other", name, sha, baseSha: /^0*$/u.test(before) ? null : before };
}

/** Who opens a pull request or adds to it had a hand in it, whatever names its commits carry. */
function pusherOf(payload: unknown): number | null {
  const action = text(payload, "action");
  const sender = valueAt(payload, "sender", "id");
  return typeof sender === "number" && ["opened", "reopened", "synchronize"].includes(action) ? sender : null;
}

function readPayload(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ReportableError("github/no-event", `cannot read the event file ${path}`, "Re-run the job.", { cause: error });
  }
}

function text(value: unknown, ...keys: readonly string[]): string {
  const found = valueAt(value, ...keys);
  return typeof found === "string" ? found : "";
}
