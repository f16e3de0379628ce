import type { Unseen } from "../model/coverage.js";
import type { ReadElsewhere } from "../model/open-change.js";

/** Of what others do, and of code, nothing is promised, so that it cannot make a verdict impossible. */
export function unseenElsewhere(elsewhere: Pick<ReadElsewhere, "unseen"> | null): readonly Unseen[] {
  return (elsewhere?.unseen ?? []).map(({ what, why }) => ({ what, why, place: null, blocking: false }));
}
