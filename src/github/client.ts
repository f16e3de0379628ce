import { getOctokit } from "@actions/github";
import { ReportableError } from "../errors.js";
import type { Environment } from "./environment.js";

/** The few calls that the gate makes, with one way to fail. */
export interface GitHubClient {
  /** Login of the token's owner without the suffix `[bot]`. */
  identity(): Promise<string>;
  comments(pullRequest: number): Promise<readonly Comment[]>;
  createComment(pullRequest: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<Comment>;
  deleteComment(id: number): Promise<void>;
  setStatus(sha: string, status: CommitStatus): Promise<void>;
}

export interface Comment {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly url: string;
}

export interface CommitStatus {
  readonly state: "success" | "pending" | "failure" | "error";
  readonly context: string;
  /** GitHub takes at most 140 characters; the client cuts. */
  readonly description: string;
  readonly targetUrl: string;
}

/** GitHub refused: 401, 403 or 404 for lack of a permission. Callers tell and go on; the verdict stays. */
export class Refused extends Error {
  override readonly name = "Refused";
}

const ATTEMPTS = 4;
const MAX_DESCRIPTION = 140;

/** A client for one repository. Every call rejects with `Refused` or ReportableError `github/unreachable`. */
export function githubClient(token: string, { owner, repository: repo, apiUrl }: Environment, wait = pause): GitHubClient {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  const inRepository = { owner, repo };
  const call = <T>(what: string, attempt: () => Promise<T>, repeatable = true) =>
    insist(what, attempt, repeatable ? ATTEMPTS : 1, wait);
  return {
    identity: async () => {
      const { viewer } = await call("identity", () =>
        octokit.graphql<{ viewer: { login: string } }>("query { viewer { login } }"),
      );
      return withoutSuffix(viewer.login);
    },
    comments: async (issue_number) => {
      const list = await call("list comments", () =>
        octokit.paginate(octokit.rest.issues.listComments, { ...inRepository, issue_number, per_page: 100 }),
      );
      return list.map(commentOf);
    },
    // Not repeated blindly: a comment that was made behind a 502 would be made twice. The publisher lists again first.
    createComment: async (issue_number, body) =>
      commentOf(
        (await call("create comment", () => octokit.rest.issues.createComment({ ...inRepository, issue_number, body }), false))
          .data,
      ),
    updateComment: async (comment_id, body) =>
      commentOf(
        (await call("update comment", () => octokit.rest.issues.updateComment({ ...inRepository, comment_id, body }))).data,
      ),
    deleteComment: async (comment_id) => {
      await call("delete comment", () => octokit.rest.issues.deleteComment({ ...inRepository, comment_id }));
    },
    setStatus: async (sha, { state, context, description, targetUrl }) => {
      const cut = description.length > MAX_DESCRIPTION ? `${description.slice(0, MAX_DESCRIPTION - 1)}…` : description;
      await call("set status", () =>
        octokit.rest.repos.createCommitStatus({ ...inRepository, sha, state, context, description: cut, target_url: targetUrl }),
      );
    },
  };
}

/** `github-actions[bot]` in REST is `github-actions` in GraphQL. */
function withoutSuffix(login: string): string {
  return login.replace(/\[bot\]$/u, "");
}

function commentOf(raw: { id: number; body?: string | undefined; html_url: string; user: { login: string } | null }): Comment {
  return { id: raw.id, body: raw.body ?? "", url: raw.html_url, author: withoutSuffix(raw.user?.login ?? "") };
}

async function insist<T>(
  what: string,
  attempt: () => Promise<T>,
  attempts: number,
  wait: (ms: number) => Promise<void>,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt();
    } catch (error) {
      const { status, message, retryAfter } = explain(error);
      const passing = retryAfter !== null || status === 0 || status === 429 || status >= 500;
      if (passing && number < attempts) {
        await wait((retryAfter ?? 2 ** (number - 1)) * 1000);
        continue;
      }
      if (status === 401 || status === 403 || status === 404) throw new Refused(`${what}: ${message}`, { cause: error });
      throw new ReportableError(
        "github/unreachable",
        `GitHub did not ${what} (${status === 0 ? "no answer" : status}: ${message})`,
        "Re-run the job.",
        {
          cause: error,
        },
      );
    }
  }
}

function explain(error: unknown): { status: number; message: string; retryAfter: number | null } {
  if (!(error instanceof Error)) return { status: 0, message: String(error), retryAfter: null };
  const status = "status" in error && typeof error.status === "number" ? error.status : 0;
  const response =
    "response" in error ? (error.response as { headers?: Readonly<Record<string, string | undefined>> } | undefined) : undefined;
  const header = Number(response?.headers?.["retry-after"]);
  const secondary = status === 403 && /secondary rate limit|abuse/iu.test(error.message);
  const retryAfter = Number.isFinite(header) && header >= 0 ? Math.min(header, 60) : secondary ? 60 : null;
  return { status, message: error.message, retryAfter };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
