import { ReportableError } from "../errors.js";
import type { Commits } from "../repository/commits.js";
import type { GitHubEvent } from "./environment.js";

/**
 * Holds the files on disk to the commit that the event is about: a checkout of anything else may show no migration
 * at all, and would pass. Returns what the change is to be judged against, as the commit itself tells it.
 * @throws ReportableError `github/wrong-checkout`
 */
export async function baseOfCheckout(event: GitHubEvent, commits: Commits): Promise<string | null> {
  if (event.kind === "other" && event.name !== "merge_group") return event.baseSha;
  const head = await headOf(commits);
  if (event.kind === "other") {
    if (head === event.sha) return event.baseSha;
    throw wrong(`the checkout is at ${short(head)}, and the merge queue asks about ${short(event.sha)}`);
  }
  if (head === event.headSha) return event.baseSha;
  // GitHub merges a pull request for its test as [base, head]; the first is newer than the event where the base moved on.
  const [base, merged, ...more] = await commits.parentsOf(head);
  if (base !== undefined && merged === event.headSha && more.length === 0) return base;
  if (merged === undefined)
    throw wrong(`the checkout is at ${short(head)}, and the pull request's head is ${short(event.headSha)}`);
  throw wrong(`the checkout merges ${short(merged)}, and the pull request's head is ${short(event.headSha)}`);
}

async function headOf(commits: Commits): Promise<string> {
  try {
    return await commits.head();
  } catch (error) {
    if (!(error instanceof ReportableError)) throw error;
    throw wrong("the workspace is no git checkout, so it cannot be told which commit its files are of", error);
  }
}

function wrong(message: string, cause?: unknown): ReportableError {
  return new ReportableError(
    "github/wrong-checkout",
    message,
    "Check out what the event is about: leave `ref` and `path` of actions/checkout unset. After a newer push, its own run judges it.",
    { cause },
  );
}

function short(sha: string): string {
  return sha === "" ? "no commit" : sha.slice(0, 12);
}
