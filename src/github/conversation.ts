import { parseCommand } from "../gate/parse-command.js";
import { reportMarkerOf } from "../report/marker.js";
import type { GitHubReader, ReadComment, Review } from "./reader.js";
import { type ReportRecord, readRecord } from "./report-record.js";

/** What was said on a pull request, told apart: our report, reports of other gates, and what may be decisions. */
export interface Conversation {
  readonly report: FoundReport;
  /** Digests in our comments of other keys. */
  readonly otherDigests: readonly string[];
  readonly commands: readonly (ReadComment & { readonly edited: boolean | "unknown" })[];
  readonly reviews: readonly Review[];
}

export type FoundReport =
  | { readonly kind: "found"; readonly comment: ReadComment; readonly record: ReportRecord }
  | { readonly kind: "none" }
  /** Ours once, and not to be believed any more. */
  | { readonly kind: "touched"; readonly comment: ReadComment; readonly by: string };

const DECISIVE: readonly string[] = ["APPROVED", "CHANGES_REQUESTED", "DISMISSED"];
const REPORT = "<!-- migration-gate report ·";

export async function readConversation(reader: GitHubReader, pullRequest: number, key: string): Promise<Conversation> {
  const self = await reader.self();
  const comments = await reader.comments(pullRequest);
  const isOurs = ({ author }: ReadComment) =>
    // A name alone can be anybody's: an app named `gate` and a person named `gate` differ by their numbers only.
    self.id === null ? author.kind === "other" && author.login.replace(/\[bot\]$/u, "") === self.login : author.id === self.id;
  const reports = comments.filter((comment) => isOurs(comment) && comment.body.startsWith(REPORT));
  const commands = comments.filter((comment) => !isOurs(comment) && parseCommand(comment.body).kind !== "none");
  const editors = await reader.editors([...reports, ...commands].map(({ node }) => node));
  const isTouched = ({ node }: ReadComment) => editors.get(node) !== null && editors.get(node) !== self.login;
  const mine = reports.filter(({ body }) => body.startsWith(reportMarkerOf(key)));
  const others = reports.filter((comment) => !mine.includes(comment) && !isTouched(comment));
  const decisive = (await reader.reviews(pullRequest)).filter(({ state }) => DECISIVE.includes(state));
  return {
    report: foundIn(mine, isTouched, editors),
    otherDigests: others.flatMap(({ body }) => readRecord(body)?.digest ?? []),
    commands: commands.map((comment) => ({ ...comment, edited: editedOf(editors.get(comment.node)) })),
    reviews: decisive,
  };
}

/** Everything in a conversation that a judgment rests on, as one text: whether it changed meanwhile. */
export function gistOf({ report, commands, reviews }: Conversation): string {
  const record = report.kind === "found" ? report.record : report.kind;
  return JSON.stringify([record, commands.map(({ id, body, edited, updatedAt }) => [id, body, edited, updatedAt]), reviews]);
}

function foundIn(
  mine: readonly ReadComment[],
  isTouched: (comment: ReadComment) => boolean,
  editors: ReadonlyMap<string, string | null>,
): FoundReport {
  const last = mine.at(-1);
  if (last === undefined) return { kind: "none" };
  if (isTouched(last)) return { kind: "touched", comment: last, by: editors.get(last.node) ?? "somebody" };
  const record = readRecord(last.body);
  return record === null ? { kind: "none" } : { kind: "found", comment: last, record };
}

function editedOf(editor: string | null | undefined): boolean | "unknown" {
  return editor === undefined ? "unknown" : editor !== null;
}
