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

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
