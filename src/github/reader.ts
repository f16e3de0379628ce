import { getOctokit } from "@actions/github";
import { ReportableError } from "../errors.js";
import type { Person } from "../gate/gate-input.js";
import { withoutSuffix } from "./client.js";
import type { Environment } from "./environment.js";
import { ATTEMPTS, insist, pause, Refused } from "./insist.js";
import { COMMITS, type CommitsAnswer, EDITS, type EditsAnswer, peopleIn } from "./queries.js";

/** What the gate asks GitHub. Lists are complete or the call rejects. */
export interface GitHubReader {
  /** `owner/name`. */
  readonly repository: string;
  /** Who the token writes as; the id is null where GitHub does not tell it. */
  self(): Promise<{ readonly login: string; readonly id: number | null }>;
  /** GitHub's own clock at its newest answer: runners' clocks drift, and approvals expire. */
  now(): string;
  pullRequest(number: number): Promise<PullRequest>;
  openPullRequests(): Promise<readonly number[]>;
  /** Open pull requests from a branch, named `owner:branch`, whose head is that commit. */
  openPullRequestsFrom(branch: string, headSha: string): Promise<readonly number[]>;
  /** Pull requests merged at or after a time, the newest first. */
  mergedSince(time: string): Promise<readonly number[]>;
  /** The newest status of a name on a commit; null where there is none. */
  statusOf(sha: string, context: string): Promise<{ readonly state: string; readonly description: string } | null>;
  /** Pull requests that a commit belongs to. */
  pullRequestsOf(sha: string): Promise<readonly number[]>;
  comments(pullRequest: number): Promise<readonly ReadComment[]>;
  /** Who edited comments last; null in the map for never, and no entry where GitHub does not tell. */
  editors(nodes: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  reviews(pullRequest: number): Promise<readonly Review[]>;
  /** Authors, co-authors and committers. @throws ReportableError where GitHub does not list all commits. */
  contributors(pullRequest: number, commits: number): Promise<Contributors>;
  permission(login: string): Promise<Person["permission"]>;
  membership(team: string, login: string): Promise<"member" | "not-member" | "unreadable">;
  react(comment: number, content: "+1" | "confused" | "eyes"): Promise<void>;
}

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly kind: Person["kind"];
}

export interface PullRequest {
  readonly number: number;
  readonly open: boolean;
  readonly author: Account;
  readonly headSha: string;
  readonly fromFork: boolean;
  readonly baseRef: string;
  readonly commits: number;
  /** When and as which commit it was merged; null while it is not. */
  readonly merged: { readonly at: string; readonly as: string } | null;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export interface ReadComment {
  readonly id: number;
  readonly node: string;
  readonly author: Account;
  readonly body: string;
  readonly url: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Review {
  readonly id: number;
  readonly author: Account;
  readonly state: string;
  readonly body: string;
  readonly submittedAt: string;
  readonly commit: string;
}

export interface Contributors {
  readonly ids: readonly number[];
  /** Addresses in commits that no account claims: their owners cannot be told from an approver. */
  readonly unclaimed: readonly string[];
  /** Messages of the commits. */
  readonly messages: readonly string[];
}

export function githubReader(
  token: string,
  environment: Pick<Environment, "owner" | "repository" | "apiUrl">,
  wait = pause,
): GitHubReader {
  const octokit = getOctokit(token, { baseUrl: environment.apiUrl });
  const here = { owner: environment.owner, repo: environment.repository };
  let clock: string | null = null;
  let self: { readonly login: string; readonly id: number | null } | null = null;
  const teams = new Map<string, boolean>();
  octokit.hook.after("request", ({ headers }) => {
    clock = headers.date ?? clock;
  });
  const call = <T>(what: string, attempt: () => Promise<T>) => insist(what, attempt, ATTEMPTS, wait);
  const { rest } = octokit;
  return {
    repository: `${here.owner}/${here.repo}`,
    self: async () => {
      if (self !== null) return self;
      const { viewer } = await call("identity", () => octokit.graphql<ViewerAnswer>("query { viewer { login databaseId } }"));
      self = { login: withoutSuffix(viewer.login), id: viewer.databaseId ?? null };
      return self;
    },
    now: () => {
      const time = Date.parse(clock ?? "");
      if (Number.isFinite(time)) return new Date(time).toISOString();
      throw new ReportableError("github/unreachable", "GitHub's answers carry no date", "Re-run the job.");
    },
    pullRequest: async (pull_number) =>
      pullRequestOf((await call("read the pull request", () => rest.pulls.get({ ...here, pull_number }))).data),
    openPullRequests: async () => {
      const list = await call("list pull requests", () =>
        octokit.paginate(rest.pulls.list, { ...here, state: "open", per_page: 100 }),
      );
      return list.map(({ number }) => number);
    },
    openPullRequestsFrom: async (branch, headSha) => {
      const list = await call("find the pull request", () =>
        octokit.paginate(rest.pulls.list, { ...here, state: "open", head: branch, per_page: 100 }),
      );
      return list.filter(({ head }) => head.sha === headSha).map(({ number }) => number);
    },
    mergedSince: async (time) => {
      const from = Date.parse(time);
      const list = await call("list pull requests", () =>
        // Merging updates a pull request, so that the first page whose oldest update is too old is the last one needed.
        octokit.paginate(
          rest.pulls.list,
          { ...here, state: "closed", sort: "updated", direction: "desc", per_page: 100 },
          ({ data }, done) => {
            if (data.some(({ updated_at }) => Date.parse(updated_at) < from)) done();
            return data;
          },
        ),
      );
      return list.filter(({ merged_at }) => merged_at !== null && Date.parse(merged_at) >= from).map(({ number }) => number);
    },
    statusOf: async (ref, context) => {
      const list = await call("list statuses", () =>
        octokit.paginate(rest.repos.listCommitStatusesForRef, { ...here, ref, per_page: 100 }),
      );
      const newest = list.find((status) => status.context.toLowerCase() === context.toLowerCase());
      return newest === undefined ? null : { state: newest.state, description: newest.description ?? "" };
    },
    pullRequestsOf: async (commit_sha) => {
      const list = await call("find the pull request", () =>
        octokit.paginate(rest.repos.listPullRequestsAssociatedWithCommit, { ...here, commit_sha, per_page: 100 }),
      );
      return list.map(({ number }) => number);
    },
    comments: async (issue_number) => {
      const list = await call("list comments", () =>
        octokit.paginate(rest.issues.listComments, { ...here, issue_number, per_page: 100 }),
      );
      return list.map(({ id, node_id: node, user, body, html_url: url, created_at: createdAt, updated_at: updatedAt }) => ({
        ...{ id, node, author: accountOf(user), body: body ?? "", url, createdAt, updatedAt },
      }));
    },
    editors: async (nodes) => {
      const found = new Map<string, string | null>();
      for (let at = 0; at < nodes.length; at += 100) {
        const ids = nodes.slice(at, at + 100);
        const answer = await call("read edits", () => octokit.graphql<EditsAnswer>(EDITS, { ids }));
        ids.forEach((id, index) => {
          const edit = answer.nodes[index];
          if (edit?.lastEditedAt === null) found.set(id, null);
          else if (typeof edit?.lastEditedAt === "string") found.set(id, withoutSuffix(edit.editor?.login ?? "?"));
        });
      }
      return found;
    },
    reviews: async (pull_number) => {
      const list = await call("list reviews", () =>
        octokit.paginate(rest.pulls.listReviews, { ...here, pull_number, per_page: 100 }),
      );
      return list.map(({ id, user, state, body, submitted_at, commit_id }) => ({
        ...{ id, author: accountOf(user), state, body, submittedAt: submitted_at ?? "", commit: commit_id ?? "" },
      }));
    },
    contributors: async (number, commits) => {
      const pages: CommitsAnswer[] = [];
      for (let after: string | null = null; ; ) {
        const page: CommitsAnswer = await call("list commits", () =>
          octokit.graphql<CommitsAnswer>(COMMITS, { owner: here.owner, name: here.repo, number, after }),
        );
        pages.push(page);
        const { hasNextPage, endCursor } = page.repository.pullRequest.commits.pageInfo;
        if (!hasNextPage) return peopleIn(pages, commits);
        after = endCursor;
      }
    },
    permission: async (username) => {
      const answer = await tryTo(
        "read a permission",
        () => rest.repos.getCollaboratorPermissionLevel({ ...here, username }),
        call,
      );
      if (answer === null) return "unknown";
      const { role_name: role, permission } = answer.data;
      return levelOf(role) ?? levelOf(permission) ?? "unknown";
    },
    membership: async (team, username) => {
      const [org = "", team_slug = ""] = team.replace(/^@/u, "").split("/");
      if (!teams.has(team))
        teams.set(team, (await tryTo("read a team", () => rest.teams.getByName({ org, team_slug }), call)) !== null);
      if (teams.get(team) !== true) return "unreadable";
      try {
        const { data } = await call("read a membership", () =>
          rest.teams.getMembershipForUserInOrg({ org, team_slug, username }),
        );
        return data.state === "active" ? "member" : "not-member";
      } catch (error) {
        if (error instanceof Refused) return error.status === 404 ? "not-member" : "unreadable";
        throw error;
      }
    },
    react: async (comment_id, content) => {
      await call("react", () => rest.reactions.createForIssueComment({ ...here, comment_id, content }));
    },
  };
}

interface ViewerAnswer {
  readonly viewer: { readonly login: string; readonly databaseId?: number | null };
}

/** Null where GitHub refuses: what the token may not see is not known, and speaks for nobody. */
async function tryTo<T>(
  what: string,
  attempt: () => Promise<T>,
  call: <U>(what: string, attempt: () => Promise<U>) => Promise<U>,
) {
  try {
    return await call(what, attempt);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** Custom roles have names of their own; the older field then tells the level that they build on. */
function levelOf(name: string | undefined): Person["permission"] | null {
  const levels: readonly Person["permission"][] = ["none", "read", "triage", "write", "maintain", "admin"];
  return levels.find((level) => level === name) ?? null;
}

/** Deleted accounts come as null, or as the ghost. */
function accountOf(user: { readonly id: number; readonly login: string; readonly type?: string } | null | undefined): Account {
  if (user === null || user === undefined) return { id: 0, login: "ghost", kind: "other" };
  return { id: user.id, login: user.login, kind: user.type === "User" ? "user" : "other" };
}

interface RawPullRequest {
  readonly number: number;
  readonly state: string;
  readonly user: { readonly id: number; readonly login: string; readonly type?: string } | null;
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
  readonly base: { readonly ref: string; readonly repo: { readonly full_name: string } };
  readonly commits: number;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly title: string;
  readonly body: string | null;
  readonly labels: readonly { readonly name?: string }[];
}

function pullRequestOf(raw: RawPullRequest): PullRequest {
  const { number, state, user, head, base, commits, merged_at: at, merge_commit_sha: as, title, body, labels } = raw;
  return {
    number,
    open: state === "open",
    author: accountOf(user),
    headSha: head.sha,
    fromFork: head.repo?.full_name !== base.repo.full_name,
    baseRef: base.ref,
    commits,
    merged: at === null || as === null ? null : { at, as },
    title,
    body: body ?? "",
    labels: labels.flatMap(({ name }) => name ?? []),
  };
}
