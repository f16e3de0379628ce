import type { GateState } from "../gate/gate-state.js";
import type { GitHubClient } from "./client.js";
import { withSection } from "./comment-body.js";
import { Refused } from "./insist.js";
import type { Judgment } from "./judge-pull-request.js";
import type { GitHubReader } from "./reader.js";
import { refusal } from "./refusal.js";

export interface Telling {
  readonly client: GitHubClient;
  readonly reader: GitHubReader;
  readonly number: number;
  /** Commit that the status is set on, and the head that was judged. */
  readonly commit: string;
  readonly headSha: string;
  /** Comment that asked, to be answered with a reaction. */
  readonly comment: number | null;
  readonly readOnlyToken: boolean;
  readonly warn: (message: string) => void;
}

/** Sets the status, brings our comment's section up to date, answers the comment. False where the head moved meanwhile. */
export async function tellJudgment(telling: Telling, { status, state, report }: Judgment): Promise<boolean> {
  const { client, reader, number, commit, headSha, comment, readOnlyToken, warn } = telling;
  const attempt = async (what: string, permission: string, write: () => Promise<unknown>) => {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      warn(refusal(what, permission, readOnlyToken));
    }
  };
  // Between reading and writing somebody may have pushed: the run of that push speaks for the new head.
  if ((await reader.pullRequest(number)).headSha !== headSha) return false;
  await attempt("set the status `migration-gate`", "statuses: write", () => client.setStatus(commit, status));
  if (report !== null) {
    const body = withSection(report.comment.body, report.section);
    if (body !== null && body.trim() !== report.comment.body.trim())
      await attempt("edit its comment", "pull-requests: write", () => client.updateComment(report.comment.id, body));
  }
  const answer = comment === null || state === null ? null : answerTo(comment, state);
  if (comment !== null && answer !== null)
    await attempt("react to a comment", "pull-requests: write", () => reader.react(comment, answer));
  return true;
}

/** A thumb for what counts, a frown for what does not; why stands in the report. */
function answerTo(
  comment: number,
  { approvals, rejections, deferrals, override, ignored }: GateState,
): "+1" | "confused" | "eyes" {
  const isIt = ({ by, id }: { readonly by: string; readonly id: number }) => by === "comment" && id === comment;
  if ([...approvals, ...rejections, ...deferrals, ...(override === null ? [] : [override])].some(isIt)) return "+1";
  return ignored.some(isIt) ? "confused" : "eyes";
}
