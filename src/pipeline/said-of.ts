import type { Unseen } from "../model/coverage.js";
import type { History } from "../model/migration.js";
import type { ClaimText } from "../model/phase.js";
import type { Settings } from "../settings/schema.js";
import { commentsIn } from "../sql/comments-in.js";
import type { World } from "../world.js";

interface Said {
  readonly texts: readonly ClaimText[];
  readonly unseen: readonly Unseen[];
}

/** What the change says of itself: comments of its migrations, messages of its commits, the description of its pull request. */
export async function saidOf({ proposed }: History, { base }: Settings, world: World): Promise<Said> {
  if (proposed.length === 0) return { texts: [], unseen: [] };
  const comments = proposed.flatMap(({ up, down }) => [up, ...(down === null ? [] : [down])].flatMap(commentsIn));
  const messages = base === undefined ? [] : ((await world.repository.messages?.(base)) ?? []);
  const described = world.described === undefined ? [] : await world.described();
  const gap = {
    what: "the title and description of the pull request",
    why: "GitHub did not tell them",
    place: null,
    blocking: false,
  };
  return { texts: [...comments, ...(described ?? []), ...messages], unseen: described === null ? [gap] : [] };
}
