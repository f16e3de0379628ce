import { ReportableError } from "../errors.js";

/** GitHub refused: 401, 403 or 404 for lack of a permission. Callers tell and go on; the verdict stays. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    message: string,
    readonly status: number,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export const ATTEMPTS = 4;

/** Tries again what may pass by itself: no answer, 5xx, limits. @throws Refused, ReportableError `github/unreachable` */
export async function insist<T>(
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
      if (status === 401 || status === 403 || status === 404) throw new Refused(`${what}: ${message}`, status, { cause: error });
      throw new ReportableError(
        "github/unreachable",
        `GitHub did not ${what} (${status === 0 ? "no answer" : status === LIMITED ? "limit" : status}: ${message})`,
        "Re-run the job.",
        {
          cause: error,
        },
      );
    }
  }
}

/** What the token needs for a call, as a workflow writes it. */
const NEEDS: Readonly<Record<string, string>> = {
  "create comment": "pull-requests: write",
  "update comment": "pull-requests: write",
  "delete comment": "pull-requests: write",
  react: "pull-requests: write",
  "suggest on lines": "pull-requests: write",
  "set status": "statuses: write",
  "list statuses": "statuses: read",
};

/** The permission that a refused call lacks. Reading a conversation needs the same one everywhere. */
export function permissionFor({ message }: Refused): string {
  return NEEDS[message.split(":", 1)[0] ?? ""] ?? "pull-requests: read";
}

interface Explained {
  readonly status: number;
  readonly message: string;
  /** Seconds to wait before trying again; null where GitHub asks for none. */
  readonly retryAfter: number | null;
}

/** The longest wait for a limit; a job that sleeps longer costs more than one that is run again. */
const MAX_WAIT = 60;

function explain(error: unknown): Explained {
  if (!(error instanceof Error)) return { status: 0, message: String(error), retryAfter: null };
  const status = "status" in error && typeof error.status === "number" ? error.status : graphqlStatus(error);
  const headers = headersOf(error);
  const asked = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(asked) && asked >= 0) return { status, message: error.message, retryAfter: Math.min(asked, MAX_WAIT) };
  const limited = status === 429 || (status === 403 && /rate limit|abuse/iu.test(error.message));
  if (!limited) return { status, message: error.message, retryAfter: null };
  // The hourly limit: 403 like a missing permission, and no answer to whether there is one.
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN) - Date.parse(headers["date"] ?? "") / 1000;
  if (headers["x-ratelimit-remaining"] !== "0" || !Number.isFinite(reset))
    return { status: 429, message: error.message, retryAfter: MAX_WAIT };
  if (reset <= MAX_WAIT) return { status: 429, message: error.message, retryAfter: Math.max(1, Math.ceil(reset)) };
  const minutes = Math.ceil(reset / 60);
  return { status: LIMITED, message: `${error.message}; the limit ends in ${minutes} minutes`, retryAfter: null };
}

/** A limit too far away to wait for: neither passing nor refused. */
const LIMITED = 499;

/** GraphQL refuses with status 200 and a type. */
function graphqlStatus(error: Error): number {
  const list = "errors" in error && Array.isArray(error.errors) ? (error.errors as readonly { readonly type?: string }[]) : [];
  if (list.some(({ type }) => type === "FORBIDDEN" || type === "INSUFFICIENT_SCOPES")) return 403;
  if (list.some(({ type }) => type === "RATE_LIMITED")) return 429;
  return list.some(({ type }) => type === "NOT_FOUND") ? 404 : 0;
}

function headersOf(error: Error): Readonly<Record<string, string | undefined>> {
  const response =
    "response" in error ? (error.response as { headers?: Readonly<Record<string, string | undefined>> } | undefined) : undefined;
  return response?.headers ?? {};
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
