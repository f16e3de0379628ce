import type { Assessed } from "../model/assessed.js";
import type { Comment, GitHubClient } from "./client.js";
import { Refused } from "./insist.js";
import type { Teller } from "./teller.js";

export interface CommentTarget {
  readonly client: GitHubClient;
  readonly pullRequest: number;
  /** First characters of our comment's body for this key, whatever its digest. */
  readonly marker: string;
  /** Gets the comment that it will replace, if there is one. */
  readonly render: (assessed: Assessed, last: Comment | null) => string | Promise<string>;
  /** Told once when GitHub refuses, so that the log says which permission is missing. */
  readonly onRefused: (message: string) => void;
  readonly onPublished: (url: string) => void;
  /** Whether this run still speaks for the newest push: an older one that ends later must not overwrite its report. */
  readonly isCurrent: () => Promise<boolean>;
}

/**
 * Keeps exactly one comment of ours on the pull request: found by its marker *and* the token's own identity,
 * edited only when its text changed. A refused write never changes the verdict.
 */
export function commentPublisher(target: CommentTarget): Teller {
  return {
    id: "comment",
    tell: async (assessed) => {
      try {
        if (await target.isCurrent()) target.onPublished(await upsert(target, assessed));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        target.onRefused(error.message);
      }
    },
  };
}

async function upsert(target: CommentTarget, assessed: Assessed): Promise<string> {
  const [kept, ...extra] = await ours(target);
  const body = await target.render(assessed, kept ?? null);
  for (const comment of extra) await target.client.deleteComment(comment.id);
  if (kept === undefined) return (await create(target, body)).url;
  if (sameText(kept.body, body)) return kept.url;
  try {
    return (await target.client.updateComment(kept.id, body)).url;
  } catch (error) {
    // Somebody deleted it between the list and the update.
    if (error instanceof Refused && (await ours(target)).length === 0) return (await create(target, body)).url;
    throw error;
  }
}

async function create(target: CommentTarget, body: string): Promise<Comment> {
  try {
    return await target.client.createComment(target.pullRequest, body);
  } catch (error) {
    if (error instanceof Refused) throw error;
    // An error may hide a comment that was made all the same: look before making another.
    const [made] = await ours(target);
    return made ?? (await target.client.createComment(target.pullRequest, body));
  }
}

async function ours({ client, pullRequest, marker }: CommentTarget): Promise<readonly Comment[]> {
  const identity = await client.identity();
  return (await client.comments(pullRequest)).filter((comment) => comment.author === identity && comment.body.startsWith(marker));
}

/** GitHub stores line ends as it likes. */
function sameText(left: string, right: string): boolean {
  const plain = (text: string) => text.replace(/\r\n/gu, "\n").trim();
  return plain(left) === plain(right);
}
