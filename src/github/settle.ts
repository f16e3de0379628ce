import { isOutdated, type Judging, type Judgment, judgePullRequest } from "./judge-pull-request.js";

/** Enough for people who write at the same time; whoever goes on has an event of their own. */
const ROUNDS = 3;

/**
 * Judges, tells, and looks again: a run that read before another one and writes after it would leave a state that is no
 * longer true. Each run's last word so is about what stood there when it had written. False where `tell` gave up.
 */
export async function settle(
  judging: Judging,
  tell: (judgment: Judgment, round: number) => Promise<boolean>,
): Promise<{ readonly judgment: Judgment; readonly told: boolean }> {
  for (let round = 1; ; round++) {
    const judgment = await judgePullRequest(judging);
    const told = await tell(judgment, round);
    if (!told || round === ROUNDS || !(await isOutdated(judging, judgment))) return { judgment, told };
  }
}
