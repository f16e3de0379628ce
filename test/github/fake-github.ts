import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { contract } from "./contract.js";
import { sampleOf } from "./sample.js";

/** A GitHub on loopback that remembers what was posted and holds every request and answer to GitHub's OpenAPI description. */
export class FakeGitHub implements AsyncDisposable {
  readonly comments: FakeComment[] = [];
  readonly statuses: FakeStatus[] = [];
  /** Method and path of each request, in order. */
  readonly requests: string[] = [];
  /** Sees each request before it is answered. */
  watch: (line: string) => void = () => undefined;
  /** Paths as they were asked, with what a server of one's own has before them. */
  readonly rawPaths: string[] = [];
  /** What broke the contract; a test expects none. */
  readonly violations: string[] = [];
  /** Answers to give instead of the real ones: the first whose pattern matches `METHOD /path` is used up. */
  readonly faults: Fault[] = [];
  identity = "github-actions[bot]";
  /** GitHub's clock, as its answers tell it; the machine's where unset. */
  now: string | null = null;
  readonly reviews: FakeReview[] = [];
  /** Comments on lines of the diff. */
  readonly lineComments: FakeLineComment[] = [];
  readonly pullRequests = new Map<number, FakePullRequest>();
  /** `role_name` by login; nobody else has any. */
  readonly roles = new Map<string, string>();
  /** Members by `org/team`. A team that is not here cannot be seen by the token. */
  readonly teams = new Map<string, readonly string[]>();
  readonly reactions: { readonly comment: number; readonly content: string }[] = [];
  /** Files by commit or `refs/heads/<branch>`, where a test looks at what others do. */
  readonly trees = new Map<string, Readonly<Record<string, string>>>();
  /** What runs of workflows left. */
  readonly artifacts: FakeArtifact[] = [];
  /** The token may not see other pull requests. */
  forbidsElsewhere = false;
  private readonly accounts = new Map<string, number>();
  private readonly passed = new Map<Fault, number>();
  private nextId = 1001;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeGitHub> {
    const server = createServer();
    const fake = new FakeGitHub(server);
    server.on("request", (request, response) => void fake.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  addComment(author: string, body: string, more: Partial<FakeComment> = {}): FakeComment {
    const at = this.now ?? "2026-11-21T10:00:00Z";
    const comment = { id: this.nextId++, author, body, createdAt: at, updatedAt: at, editor: null, ...more };
    this.comments.push(comment);
    return comment;
  }

  addReview(author: string, state: FakeReview["state"], commit: string, body = ""): FakeReview {
    const review = { id: this.nextId++, author, state, commit, body, submittedAt: this.now ?? "2026-11-21T10:00:00Z" };
    this.reviews.push(review);
    return review;
  }

  /** The numeric id of an account; a new one for a new login. */
  idOf(login: string): number {
    const id = this.accounts.get(login) ?? 5000 + this.accounts.size;
    this.accounts.set(login, id);
    return id;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    // GitHub Enterprise Server has REST below /api/v3 and GraphQL at /api/graphql.
    this.rawPaths.push(request.url ?? "/");
    const path = (request.url ?? "/").replace(/^\/api(?:\/v3)?(?=\/)/u, "");
    const url = new URL(path, this.url);
    const line = `${request.method} ${url.pathname}`;
    this.requests.push(line);
    this.watch(line);
    const fault = this.faults.findIndex((each) => each.on.test(line) && this.isDue(each));
    if (fault >= 0) {
      const [{ status, headers, message, afterEffect, meanwhile } = NO_FAULT] = this.faults.splice(fault, 1);
      meanwhile?.();
      if (afterEffect === true) this.route(request.method ?? "", url, body);
      return send(response, status, { message }, headers ?? {});
    }
    if (!url.pathname.startsWith("/stored/")) this.violations.push(...contract.request(request.method ?? "", url.pathname, body));
    const result = this.route(request.method ?? "", url, body);
    this.violations.push(...contract.response(request.method ?? "", url.pathname, result.status, result.body));
    const date: Record<string, string> = this.now === null ? {} : { date: new Date(this.now).toUTCString() };
    send(response, result.status, result.body, { ...result.headers, ...date });
  }

  private isDue(fault: Fault): boolean {
    const passed = this.passed.get(fault) ?? 0;
    this.passed.set(fault, passed + 1);
    return passed >= (fault.skip ?? 0);
  }

  private route(method: string, url: URL, body: unknown): Answer {
    const input = (body ?? {}) as { body?: string; state?: string; context?: string; description?: string; content?: string };
    if (method === "POST" && url.pathname === "/graphql") return { status: 200, body: this.graphqlAnswer(body) };
    const asked =
      this.people(method, url) ??
      this.lines(method, url, body) ??
      this.pulls(method, url) ??
      this.reaction(method, url, input.content ?? "");
    if (asked !== null) return asked;
    const listed = /^\/repos\/[^/]+\/[^/]+\/commits\/([^/]+)\/statuses$/u.exec(url.pathname)?.[1];
    if (method === "GET" && listed !== undefined) {
      const newestFirst = this.statuses.filter(({ sha }) => sha === listed).toReversed();
      return this.page(
        url,
        newestFirst.map((each) => statusJson(each, this.url)),
      );
    }
    const left = this.leftBy(method, url);
    if (left !== null) return left;
    const status = /^\/repos\/[^/]+\/[^/]+\/statuses\/([0-9a-f]+)$/u.exec(url.pathname);
    if (method === "POST" && status !== null) {
      const made = {
        sha: status[1] ?? "",
        state: input.state ?? "",
        context: input.context ?? "default",
        description: input.description ?? "",
      };
      this.statuses.push(made);
      return { status: 201, body: statusJson(made, this.url) };
    }
    const list = /^\/repos\/[^/]+\/[^/]+\/issues\/\d+\/comments$/u.exec(url.pathname);
    if (method === "GET" && list !== null)
      return this.page(
        url,
        this.comments.map((comment) => this.json(comment)),
      );
    if (method === "POST" && list !== null)
      return { status: 201, body: this.json(this.addComment(this.identity, input.body ?? "")) };
    const one = /^\/repos\/[^/]+\/[^/]+\/issues\/comments\/(\d+)$/u.exec(url.pathname);
    const comment = this.comments.find(({ id }) => id === Number(one?.[1]));
    if (one === null || comment === undefined) return { status: 404, body: { message: "Not Found" } };
    if (method === "DELETE") {
      this.comments.splice(this.comments.indexOf(comment), 1);
      return { status: 204, body: null };
    }
    comment.body = input.body ?? comment.body;
    comment.editor = this.identity;
    comment.updatedAt = this.now ?? comment.updatedAt;
    return { status: 200, body: this.json(comment) };
  }

  /** Artifacts, and the storage that GitHub leads to for their archives. */
  private leftBy(method: string, url: URL): Answer | null {
    const [, run, id, stored] =
      /(?:\/runs\/(\d+)\/artifacts|\/artifacts\/(\d+)\/zip|^\/stored\/(\d+))$/u.exec(url.pathname) ?? [];
    if (method !== "GET" || (run ?? id ?? stored) === undefined) return null;
    if (run !== undefined) {
      const all = this.artifacts.filter((each) => each.run === Number(run) && each.name === url.searchParams.get("name"));
      const artifacts = all.map(({ id: of, name, size, archive }) => ({
        ...sampleOf("artifact"),
        ...{ id: of, name, size_in_bytes: size ?? archive.length, expired: false },
      }));
      return found({ total_count: artifacts.length, artifacts });
    }
    const one = this.artifacts.find((each) => each.id === Number(id ?? stored));
    if (one === undefined) return MISSING;
    if (stored === undefined) return { status: 302, body: null, headers: { location: `${this.url}/stored/${one.id}` } };
    return { status: 200, body: one.archive };
  }

  private page(url: URL, all: readonly unknown[]): Answer {
    const size = Number(url.searchParams.get("per_page") ?? 30);
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    const more = page * size < all.length;
    return {
      status: 200,
      body: all.slice((page - 1) * size, page * size),
      headers: more ? { link: `<${next.href}>; rel="next"` } : {},
    };
  }

  private graphqlAnswer(body: unknown): unknown {
    const { query } = body as { query: string };
    if (this.forbidsElsewhere && query.includes("pullRequests("))
      return { data: { repository: null }, errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }] };
    return { data: this.graphql(body) };
  }

  /** Files below a folder at `commit:folder`, two levels deep; null where there are none. */
  private tree(expression: string): unknown {
    const [commit = "", folder = ""] = expression.split(":");
    const paths = Object.keys(this.trees.get(commit) ?? {}).filter((path) => path.startsWith(`${folder}/`));
    return paths.length === 0 ? null : { entries: paths.map((path) => ({ path, type: "blob", object: {} })) };
  }

  private elsewhere({ base, from, before, now }: Readonly<Record<string, string>>): unknown {
    const open = [...this.pullRequests.values()].filter(({ state, baseRef }) => state === "open" && baseRef === base);
    const nodes = open.slice(0, 50).map(({ number, draft = false, head, files = {} }) => {
      const changed = Object.keys(files).map((path) => ({ path, changeType: "ADDED" }));
      return { number, isDraft: draft, headRefOid: head, files: { totalCount: changed.length, nodes: changed.slice(0, 100) } };
    });
    const pullRequests = { totalCount: open.length, nodes };
    return { repository: { from: { oid: from }, before: this.tree(before ?? ""), now: this.tree(now ?? ""), pullRequests } };
  }

  private texts(expressions: Readonly<Record<string, string>>): unknown {
    const blobs = Object.entries(expressions).flatMap(([name, expression]) => {
      if (!/^e\d+$/u.test(name)) return [];
      const [commit = "", path = ""] = expression.split(":");
      const pull = [...this.pullRequests.values()].find(({ head, files }) => head === commit && files !== undefined);
      const text = pull?.files?.[path] ?? this.trees.get(commit)?.[path];
      return [[name.replace("e", "t"), text === undefined ? null : { text, isTruncated: false }]];
    });
    return { repository: Object.fromEntries(blobs) };
  }

  /** Answers the queries that the project makes; anything else is a violation. */
  private graphql(body: unknown): unknown {
    const { query, variables } = body as {
      query: string;
      variables?: { ids?: string[]; number?: number; after?: string | null };
    };
    if (query.includes("viewer"))
      return { viewer: { login: this.identity.replace("[bot]", ""), databaseId: this.idOf(this.identity) } };
    if (query.includes("pullRequests(")) return this.elsewhere((variables ?? {}) as Record<string, string>);
    if (query.includes("t0: object")) return this.texts((variables ?? {}) as Record<string, string>);
    if (query.includes("nodes(ids")) {
      const nodes = (variables?.ids ?? []).map((node) => {
        const comment = this.comments.find(({ id }) => node === `IC_${id}`);
        if (comment === undefined) return null;
        const login = comment.editor?.replace("[bot]", "");
        return {
          lastEditedAt: comment.editor === null ? null : comment.updatedAt,
          editor: login === undefined ? null : { login },
        };
      });
      return { nodes };
    }
    const commits = this.pullRequests.get(variables?.number ?? 0)?.commits ?? [];
    const from = Number(variables?.after ?? 0);
    const person = (name: string) =>
      name.includes("@")
        ? { email: name, user: null }
        : { email: `${name}@users.example`, user: { databaseId: this.idOf(name) } };
    const nodes = commits.slice(from, Math.min(from + 100, LISTED_COMMITS)).map(({ authors, committer, message }) => ({
      commit: {
        message: message ?? "work",
        authors: { totalCount: authors.length, nodes: authors.map(person) },
        committer: person(committer),
      },
    }));
    const next = from + nodes.length;
    const pageInfo = { hasNextPage: next < Math.min(commits.length, LISTED_COMMITS), endCursor: String(next) };
    return { repository: { pullRequest: { commits: { totalCount: commits.length, pageInfo, nodes } } } };
  }

  private people(method: string, url: URL): Answer | null {
    if (method !== "GET") return null;
    const permission = /\/collaborators\/([^/]+)\/permission$/u.exec(url.pathname);
    if (permission !== null) {
      const login = permission[1] ?? "";
      const role = this.roles.get(login) ?? "none";
      const legacy = role === "maintain" ? "write" : role === "triage" ? "read" : role;
      return found({ ...sampleOf("repository-collaborator-permission"), permission: legacy, role_name: role });
    }
    const team = /^\/orgs\/([^/]+)\/teams\/([^/]+)(?:\/memberships\/([^/]+))?$/u.exec(url.pathname);
    if (team === null) return null;
    const members = this.teams.get(`${team[1]}/${team[2]}`);
    if (members === undefined) return MISSING;
    if (team[3] === undefined) return found({ ...sampleOf("team-full"), slug: team[2] });
    return members.includes(team[3]) ? found({ ...sampleOf("team-membership"), state: "active" }) : MISSING;
  }

  private pulls(method: string, url: URL): Answer | null {
    const path = /^\/repos\/[^/]+\/[^/]+\/(pulls|commits)(?:\/([^/]+))?(?:\/(reviews|pulls))?$/u.exec(url.pathname);
    if (method !== "GET" || path === null) return null;
    const [, kind, name = "", list] = path;
    const all = [...this.pullRequests.values()];
    if (kind === "commits")
      return this.page(
        url,
        all.filter(({ mergedAs }) => mergedAs === name).map((each) => this.pullJson(each, "pull-request-simple")),
      );
    if (name === "")
      return this.page(
        url,
        all
          .filter(({ state }) => state === (url.searchParams.get("state") ?? "open"))
          .filter(({ headRepository }) => [null, `${headRepository.split("/")[0]}:work`].includes(url.searchParams.get("head")))
          .map((each) => this.pullJson(each, "pull-request-simple")),
      );
    if (list === "reviews")
      return this.page(
        url,
        this.reviews.map((review) => this.reviewJson(review)),
      );
    const one = this.pullRequests.get(Number(name));
    return one === undefined ? MISSING : found(this.pullJson(one, "pull-request"));
  }

  /** What the pull request changes, and comments on its lines. */
  private lines(method: string, url: URL, body: unknown): Answer | null {
    const [, number, list] = /\/pulls\/(\d+)\/(files|comments|reviews)$/u.exec(url.pathname) ?? [];
    const pull = this.pullRequests.get(Number(number));
    if (pull === undefined) return null;
    if (method === "GET" && list === "files")
      return this.page(
        url,
        Object.entries(pull.files ?? {}).map(([path, text]) => fileJson(path, text, pull.patches?.[path])),
      );
    if (method === "GET" && list === "comments")
      return this.page(
        url,
        this.lineComments.map(({ author, ...comment }) => ({
          ...sampleOf("pull-request-review-comment"),
          ...comment,
          user: this.userJson(author),
        })),
      );
    if (method !== "POST" || list !== "reviews") return null;
    return this.review(pull, body as PostedReview);
  }

  private review(pull: FakePullRequest, { comments, commit_id: commit, body = "" }: PostedReview): Answer {
    const isShown = ({ path, start_line: start, line }: PostedReview["comments"][number]) => {
      const [, from = "1", length = "1"] = /\+(\d+),?(\d*)/u.exec(patchOf(pull.files?.[path] ?? "", pull.patches?.[path])) ?? [];
      return (start ?? line) >= Number(from) && line < Number(from) + Number(length) && (start === undefined || start < line);
    };
    if (commit !== pull.head || !comments.every(isShown))
      return { status: 422, body: { message: "Line must be part of the diff" } };
    for (const { path, line, body: text } of comments)
      this.lineComments.push({ id: this.nextId++, author: this.identity, path, line, body: text });
    return found(this.reviewJson(this.addReview(this.identity, "COMMENTED", commit, body)));
  }

  private reaction(method: string, url: URL, content: string): Answer | null {
    const comment = /\/issues\/comments\/(\d+)\/reactions$/u.exec(url.pathname)?.[1];
    if (method !== "POST" || comment === undefined) return null;
    this.reactions.push({ comment: Number(comment), content });
    return { status: 201, body: { ...sampleOf("reaction"), content } };
  }

  private pullJson(
    { number, author, head, headRepository, baseRef, base, state, commits, mergedAs, mergedAt, labels, title }: FakePullRequest,
    schema: string,
  ): unknown {
    const json = sampleOf(schema);
    const side = (key: string, repository: string, ref: string, sha: string) => {
      const inner = json[key] as Record<string, unknown>;
      const repo = inner["repo"] === null ? sampleOf("repository") : (inner["repo"] as object);
      return { ...inner, ref, sha, repo: { ...repo, full_name: repository } };
    };
    return {
      ...json,
      ...{ title: title ?? "Work", labels: (labels ?? []).map((name) => labelJson(name)) },
      ...{ number, state, user: this.userJson(author), merge_commit_sha: mergedAs },
      ...{ merged_at: mergedAs === null ? null : (mergedAt ?? "2026-11-21T12:00:00Z"), updated_at: "2026-11-21T12:00:00Z" },
      ...(schema === "pull-request" ? { commits: commits.length } : {}),
      head: side("head", headRepository, "work", head),
      base: side("base", "acme/shop", baseRef, base),
    };
  }

  private reviewJson({ id, author, state, commit, body, submittedAt }: FakeReview): unknown {
    return {
      ...sampleOf("pull-request-review"),
      id,
      user: this.userJson(author),
      state,
      commit_id: commit,
      body,
      submitted_at: submittedAt,
    };
  }

  private userJson(login: string): unknown {
    return { ...(userJson(login, this.url) as object), id: this.idOf(login) };
  }

  private json({ id, author, body, createdAt, updatedAt }: FakeComment): unknown {
    const api = `${this.url}/repos/acme/shop/issues`;
    return {
      id,
      node_id: `IC_${id}`,
      url: `${api}/comments/${id}`,
      html_url: `https://github.example/acme/shop/pull/7#issuecomment-${id}`,
      issue_url: `${api}/7`,
      body,
      user: this.userJson(author),
      created_at: createdAt,
      updated_at: updatedAt,
      author_association: "NONE",
    };
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** GitHub lists no more of a pull request's commits. */
const LISTED_COMMITS = 250;
const MISSING: Answer = { status: 404, body: { message: "Not Found" } };

function found(body: unknown): Answer {
  return { status: 200, body };
}

export interface FakeArtifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly archive: Uint8Array;
  /** What GitHub says of its size, where that is not so. */
  readonly size?: number;
}

export interface FakePullRequest {
  readonly number: number;
  readonly author: string;
  head: string;
  headRepository: string;
  baseRef: string;
  base: string;
  state: "open" | "closed";
  /** Logins; with an `@`: an address that no account claims. */
  commits: { readonly authors: readonly string[]; readonly committer: string; readonly message?: string }[];
  /** Commit on the base branch that it was merged as. */
  mergedAs: string | null;
  mergedAt?: string;
  title?: string;
  labels?: readonly string[];
  draft?: boolean;
  /** What it adds, with its text; none where no test asks. */
  files?: Readonly<Record<string, string>>;
  /** What its diff shows of a file, where that is not one hunk with all of it. */
  patches?: Readonly<Record<string, string>>;
}

export interface FakeLineComment {
  readonly id: number;
  readonly author: string;
  readonly path: string;
  readonly line: number;
  readonly body: string;
}

interface PostedReview {
  readonly commit_id: string;
  readonly body?: string;
  readonly comments: readonly {
    readonly path: string;
    readonly line: number;
    readonly start_line?: number;
    readonly body: string;
  }[];
}

export interface FakeReview {
  readonly id: number;
  readonly author: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  readonly commit: string;
  readonly body: string;
  readonly submittedAt: string;
}

export interface FakeComment {
  readonly id: number;
  readonly author: string;
  body: string;
  createdAt: string;
  updatedAt: string;
  /** Who edited it last; null for never. */
  editor: string | null;
}

export interface FakeStatus {
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string;
}

export interface Fault {
  readonly on: RegExp;
  readonly status: number;
  readonly message: string;
  /** How many requests go through before it. */
  readonly skip?: number;
  readonly headers?: Record<string, string>;
  /** The request takes effect, yet the answer says otherwise: a 502 behind a created comment. */
  readonly afterEffect?: boolean;
  /** What happens on GitHub meanwhile. */
  readonly meanwhile?: () => void;
}

const NO_FAULT: Fault = { on: /$^/u, status: 500, message: "no fault" };

function userJson(login: string, url: string): unknown {
  const links = [
    "followers",
    "following",
    "gists",
    "starred",
    "subscriptions",
    "organizations",
    "repos",
    "events",
    "received_events",
  ];
  return {
    login,
    id: login.length,
    node_id: "U_1",
    avatar_url: url,
    gravatar_id: "",
    url,
    html_url: url,
    type: login.endsWith("[bot]") ? "Bot" : "User",
    site_admin: false,
    ...Object.fromEntries(links.map((name) => [`${name}_url`, url])),
  };
}

function fileJson(path: string, text: string, patch: string | undefined): unknown {
  const bytes = Buffer.from(text);
  const sha = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  return { ...sampleOf("diff-entry"), filename: path, status: "added", sha, patch: patchOf(text, patch) };
}

function patchOf(text: string, patch: string | undefined): string {
  const lines = text.trimEnd().split("\n");
  return patch ?? [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join("\n");
}

function labelJson(name: string): unknown {
  return { id: 1, node_id: "LA_1", url: "https://github.example/", name, description: "", color: "ededed", default: false };
}

function statusJson({ sha, state, context, description }: FakeStatus, url: string): unknown {
  return {
    url: `${url}/statuses/${sha}`,
    avatar_url: null,
    id: 1,
    node_id: "SC_1",
    state,
    description,
    target_url: "",
    context,
    created_at: "2026-11-21T10:00:00Z",
    updated_at: "2026-11-21T10:00:00Z",
    creator: userJson("github-actions[bot]", url),
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? null : JSON.parse(text);
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const archive = body instanceof Uint8Array;
  response.writeHead(status, { "content-type": archive ? "application/zip" : "application/json; charset=utf-8", ...headers });
  if (archive) return void response.end(body);
  response.end(status === 204 ? undefined : JSON.stringify(body));
}
