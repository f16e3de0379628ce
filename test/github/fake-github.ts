import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { contract } from "./contract.js";

/** A GitHub on loopback that remembers what was posted and holds every request and answer to GitHub's OpenAPI description. */
export class FakeGitHub implements AsyncDisposable {
  readonly comments: FakeComment[] = [];
  readonly statuses: FakeStatus[] = [];
  /** Method and path of each request, in order. */
  readonly requests: string[] = [];
  /** What broke the contract; a test expects none. */
  readonly violations: string[] = [];
  /** Answers to give instead of the real ones: the first whose pattern matches `METHOD /path` is used up. */
  readonly faults: Fault[] = [];
  identity = "github-actions[bot]";
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

  addComment(author: string, body: string): FakeComment {
    const comment = { id: this.nextId++, author, body };
    this.comments.push(comment);
    return comment;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const url = new URL(request.url ?? "/", this.url);
    const line = `${request.method} ${url.pathname}`;
    this.requests.push(line);
    const fault = this.faults.findIndex(({ on }) => on.test(line));
    if (fault >= 0) {
      const [{ status, headers, message, afterEffect, meanwhile } = NO_FAULT] = this.faults.splice(fault, 1);
      meanwhile?.();
      if (afterEffect === true) this.route(request.method ?? "", url, body);
      return send(response, status, { message }, headers ?? {});
    }
    this.violations.push(...contract.request(request.method ?? "", url.pathname, body));
    const result = this.route(request.method ?? "", url, body);
    this.violations.push(...contract.response(request.method ?? "", url.pathname, result.status, result.body));
    send(response, result.status, result.body, result.headers ?? {});
  }

  private route(method: string, url: URL, body: unknown): { status: number; body: unknown; headers?: Record<string, string> } {
    const input = body as { body?: string; state?: string; context?: string; description?: string };
    if (method === "POST" && url.pathname === "/graphql")
      return { status: 200, body: { data: { viewer: { login: this.identity.replace("[bot]", "") } } } };
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
    if (method === "GET" && list !== null) return this.page(url);
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
    return { status: 200, body: this.json(comment) };
  }

  private page(url: URL): { status: number; body: unknown; headers: Record<string, string> } {
    const size = Number(url.searchParams.get("per_page") ?? 30);
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    const more = page * size < this.comments.length;
    return {
      status: 200,
      body: this.comments.slice((page - 1) * size, page * size).map((comment) => this.json(comment)),
      headers: more ? { link: `<${next.href}>; rel="next"` } : {},
    };
  }

  private json({ id, author, body }: FakeComment): unknown {
    const api = `${this.url}/repos/acme/shop/issues`;
    return {
      id,
      node_id: `IC_${id}`,
      url: `${api}/comments/${id}`,
      html_url: `https://github.example/acme/shop/pull/7#issuecomment-${id}`,
      issue_url: `${api}/7`,
      body,
      user: userJson(author, this.url),
      created_at: "2026-11-21T10:00:00Z",
      updated_at: "2026-11-21T10:00:00Z",
      author_association: "NONE",
    };
  }
}

export interface FakeComment {
  readonly id: number;
  readonly author: string;
  body: string;
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
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}
