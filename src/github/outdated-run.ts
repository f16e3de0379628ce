import { ReportableError } from "../errors.js";
import { readConversation } from "./conversation.js";
import type { Environment } from "./environment.js";
import { Refused } from "./insist.js";
import type { GitHubReader } from "./reader.js";

/** GitHub numbers runs upwards, and a run that is done again keeps its number. Null where the page names none. */
export function runNumberOf(runUrl: string | null): number | null {
  const number = /\/runs\/(\d{1,15})$/u.exec(runUrl ?? "")?.[1];
  return number === undefined ? null : Number(number);
}

/**
 * Why this run must not judge: a newer one has reported on the same head. Its event knew a newer base, and neither its report
 * nor its status must give way to an older answer. Null where there is none.
 */
export async function outdatedBy(
  reader: GitHubReader,
  { event, runUrl }: Environment,
  key: string,
): Promise<ReportableError | null> {
  const own = runNumberOf(runUrl);
  if (event.kind !== "pull-request" || own === null) return null;
  const newest = await newestRun(reader, event, key);
  if (newest === null || newest <= own) return null;
  return new ReportableError(
    "github/wrong-checkout",
    `run ${newest} has judged this commit already, and this is run ${own}`,
    "Re-run that one: its base is the newer.",
  );
}

/** What cannot be read says nothing of a newer run. */
async function newestRun(
  reader: GitHubReader,
  { number, headSha }: { readonly number: number; readonly headSha: string },
  key: string,
) {
  try {
    const { report } = await readConversation(reader, number, key);
    return report.kind === "found" && report.record.head === headSha ? (report.record.run ?? null) : null;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
