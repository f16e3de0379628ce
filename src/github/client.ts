import { getOctokit } from "@actions/github";
import type { Environment } from "./environment.js";
import { ATTEMPTS, insist, pause } from "./insist.js";

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
  /** Id for GraphQL, which alone tells who edited a comment. */
  readonly node: string;
}

export interface CommitStatus {
  readonly state: "success" | "pending" | "failure" | "error";
  readonly context: string;
  /** GitHub takes at most 140 characters; the client cuts. */
  readonly description: string;
  readonly targetUrl: string;
}

const MAX_DESCRIPTION = 140;

/** A client for one repository. Every call rejects with `Refused` or ReportableError `github/unreachable`. */
export function githubClient(
  token: string,
  { owner, repository: repo, apiUrl }: Pick<Environment, "owner" | "repository" | "apiUrl">,
  wait = pause,
): GitHubClient {
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
export function withoutSuffix(login: string): string {
  return login.replace(/\[bot\]$/u, "");
}

interface RawComment {
  readonly id: number;
  readonly node_id: string;
  readonly body?: string | undefined;
  readonly html_url: string;
  readonly user: { readonly login: string } | null;
}

function commentOf({ id, node_id: node, body, html_url: url, user }: RawComment): Comment {
  return { id, node, body: body ?? "", url, author: withoutSuffix(user?.login ?? "") };
}
