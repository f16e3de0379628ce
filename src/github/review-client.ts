import { getOctokit } from "@actions/github";
import type { Suggestion } from "../report/suggestions.js";
import type { Environment } from "./environment.js";
import { ATTEMPTS, insist, pause } from "./insist.js";

/** What suggestions on lines ask of GitHub. Every call rejects with `Refused` or ReportableError `github/unreachable`. */
export interface ReviewClient {
  /** Files of the pull request, at most 3,000 of them, as GitHub lists no more. */
  files(pullRequest: number): Promise<readonly ChangedFile[]>;
  /** All comments on lines, of all reviews. */
  lineComments(pullRequest: number): Promise<readonly LineComment[]>;
  /** One review with a comment for each suggestion. Not repeated: behind a 502 it may have been made. */
  suggest(pullRequest: number, commit: string, body: string, suggestions: readonly Suggestion[]): Promise<void>;
}

export interface ChangedFile {
  readonly path: string;
  /** Git's hash of its content at the head; null where GitHub has none. */
  readonly blob: string | null;
  /** Null where GitHub shows none: binary, or too large. */
  readonly patch: string | null;
}

export interface LineComment {
  readonly author: { readonly id: number; readonly login: string };
  readonly body: string;
}

export function reviewClient(
  token: string,
  { owner, repository: repo, apiUrl }: Pick<Environment, "owner" | "repository" | "apiUrl">,
  wait = pause,
): ReviewClient {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  const inRepository = { owner, repo };
  const list = <T>(what: string, attempt: () => Promise<T>) => insist(what, attempt, ATTEMPTS, wait);
  return {
    files: async (pull_number) => {
      const files = await list("list changed files", () =>
        octokit.paginate(octokit.rest.pulls.listFiles, { ...inRepository, pull_number, per_page: 100 }),
      );
      return files.map(({ filename: path, sha, patch }) => ({ path, blob: sha, patch: patch ?? null }));
    },
    lineComments: async (pull_number) => {
      const comments = await list("list review comments", () =>
        octokit.paginate(octokit.rest.pulls.listReviewComments, { ...inRepository, pull_number, per_page: 100 }),
      );
      return comments.map(({ user, body }) => ({ author: { id: user?.id ?? 0, login: user?.login ?? "" }, body }));
    },
    suggest: async (pull_number, commit_id, body, suggestions) => {
      const review = { ...inRepository, pull_number, commit_id, body, event: "COMMENT" as const };
      const comments = suggestions.map(commentOn);
      await insist("suggest on lines", () => octokit.rest.pulls.createReview({ ...review, comments }), 1, wait);
    },
  };
}

/** GitHub refuses a `start_line` that is not before `line`. */
function commentOn({ path, startLine, line, body }: Suggestion) {
  const on = { path, body, line, side: "RIGHT" };
  return startLine === line ? on : { ...on, start_line: startLine, start_side: "RIGHT" };
}
