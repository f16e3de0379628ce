import type { Script } from "../model/migration.js";
import type { CommandPlan } from "./command-plan.js";
import { type CommandRunner, failure, type Ran } from "./command-runner.js";
import { fillIn } from "./fill-in.js";
import { idOf } from "./migration-names.js";
import { isChange } from "./piece.js";
import type { Mark } from "./preset.js";
import type { Proposal } from "./proposals.js";
import type { Segment } from "./segments.js";
import { toScript } from "./to-script.js";

export interface WaysBack {
  readonly downs: ReadonlyMap<Proposal, Script>;
  /** What the tool said of a migration that it refused to take back, by proposal. */
  readonly irreversible: ReadonlyMap<Proposal, string>;
  readonly unseen: readonly string[];
}

/** Takes the proposals back, the last first, until all are gone or one cannot be. */
export async function recordWaysBack(
  plan: CommandPlan,
  proposals: readonly Proposal[],
  /** Of all that was applied, the base included, in order. */
  applied: readonly Mark[],
  runner: CommandRunner,
  folder: string,
): Promise<WaysBack> {
  const downs = new Map<Proposal, Script>();
  const irreversible = new Map<Proposal, string>();
  const unseen: string[] = [];
  const left = new Set(proposals.toReversed());
  for (const target of proposals.toReversed()) {
    if (plan.down === null || !left.has(target)) continue;
    const line = fillIn(plan.down, valuesFor(target, applied, plan));
    const ran = await runner.run(line, folder, "down");
    unseen.push(...ran.unseen);
    if (ran.failed && ran.failure === null) {
      const refusal = ran.result.lastLines.findLast((text) => /irreversible|not reversible|cannot be reversed/iu.test(text));
      if (refusal === undefined) throw failure(ran, "the way back could not be run");
      irreversible.set(target, refusal.trim());
      break;
    }
    for (const segment of ran.segments) take(segment, left, downs);
    if (ran.failed || !saysAnything(ran)) break;
  }
  return { downs, irreversible, unseen };
}

/** A segment belongs to the migration that its row names; without one, to the last that is left. */
function take(segment: Segment, left: Set<Proposal>, downs: Map<Proposal, Script>): void {
  const ids = new Set(segment.marks.map(idOf));
  const named = [...left].filter(({ marks }) => marks.some((mark) => ids.has(idOf(mark))));
  const [target] = ids.size > 0 ? named : left;
  // Beyond the change lies what is settled already.
  if (target === undefined) return;
  downs.set(target, toScript(segment.pieces, segment.transaction, { file: target.up.file, source: target.source }));
  for (const one of ids.size > 0 ? named : [target]) left.delete(one);
}

function saysAnything({ segments }: Ran): boolean {
  return segments.some(({ marks, pieces }) => marks.length > 0 || pieces.some(isChange));
}

function valuesFor({ marks }: Proposal, applied: readonly Mark[], { preset }: CommandPlan) {
  const mark = marks.at(-1);
  const [earliest] = marks;
  const same = applied.filter(({ group }) => group === (earliest?.group ?? null));
  const at = same.findIndex(({ name }) => name === earliest?.name);
  const previous = at > 0 ? (same[at - 1]?.name ?? null) : (preset?.first ?? null);
  return { name: mark?.name ?? null, group: mark?.group ?? null, previous };
}
