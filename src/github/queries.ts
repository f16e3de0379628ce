import { ReportableError } from "../errors.js";
import type { Contributors } from "./reader.js";

/** REST tells neither who edited a comment nor who co-authored a commit; GraphQL tells both. */
export const EDITS = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { lastEditedAt editor { login } } } }";

export interface EditsAnswer {
  readonly nodes: readonly ({
    readonly lastEditedAt?: string | null;
    readonly editor?: { readonly login: string } | null;
  } | null)[];
}

export const COMMITS = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { commits(first: 100, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { commit { message committer { email user { databaseId } } authors(first: 100) { totalCount nodes { email user { databaseId } } } } }
  } } }
}`;

interface GitActor {
  readonly email: string | null;
  readonly user: { readonly databaseId: number | null } | null;
}

export interface CommitsAnswer {
  readonly repository: {
    readonly pullRequest: {
      readonly commits: {
        readonly totalCount: number;
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly nodes: readonly {
          readonly commit: {
            readonly message: string;
            readonly committer: GitActor | null;
            readonly authors: { readonly totalCount: number; readonly nodes: readonly GitActor[] };
          };
        }[];
      };
    };
  };
}

/** GitHub itself commits merges and web edits under this address. */
const GITHUB = "noreply@github.com";

/**
 * Everybody who had a hand in the commits. GitHub lists at most 250 of a pull request's commits: whose hand was in
 * the others cannot be told.
 * @throws ReportableError `github/unreachable`
 */
export function peopleIn(pages: readonly CommitsAnswer[], expected: number): Contributors {
  const commits = pages.flatMap((page) => page.repository.pullRequest.commits.nodes.map(({ commit }) => commit));
  if (commits.length < expected || commits.some(({ authors }) => authors.totalCount > authors.nodes.length)) {
    throw new ReportableError(
      "github/unreachable",
      `GitHub lists ${commits.length} of ${expected} commits, so it cannot be told who wrote the others`,
      "Squash the pull request to at most 250 commits.",
    );
  }
  const actors = commits.flatMap(({ authors, committer }) => [...authors.nodes, ...(committer === null ? [] : [committer])]);
  const ids = actors.flatMap(({ user }) => (typeof user?.databaseId === "number" ? [user.databaseId] : []));
  const unclaimed = actors.flatMap(({ user, email }) => (user === null && email !== GITHUB ? [email ?? "no address"] : []));
  return { ids: [...new Set(ids)], unclaimed: [...new Set(unclaimed)], messages: commits.map(({ message }) => message) };
}
