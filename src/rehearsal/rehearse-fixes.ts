import type { Rehearsal } from "../model/rehearsal.js";
import type { RehearsedFix } from "../model/rehearsed-fix.js";
import type { ProposeFixes } from "./plan.js";
import { rehearseFix } from "./rehearse-fix.js";
import type { Scene } from "./scene.js";

/** After this time no other one is begun. */
const ENOUGH_MS = 2_000;

/** The fixes of the worst findings, each on a copy of its own. Nothing where copies take long. */
export async function rehearseFixes(scene: Scene, propose: ProposeFixes, seen: Rehearsal): Promise<readonly RehearsedFix[]> {
  const { plan, stage } = scene;
  if (plan.brief === true || !stage.canCopy || !stage.isQuick) return [];
  const proposed = await propose(seen);
  const begun = performance.now();
  const tried: RehearsedFix[] = [];
  for (const [at, fix] of proposed.entries()) {
    if (performance.now() - begun > ENOUGH_MS) break;
    plan.progress(`Rehearsing ${at === 0 ? "a fix" : "another fix"}`);
    tried.push(await rehearseFix(scene, fix));
  }
  return tried;
}
