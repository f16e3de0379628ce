import type { NewerRows } from "../model/newer-rows.js";
import { runUps } from "./after-up.js";
import { fillAwkwardRows } from "./awkward/fill-awkward-rows.js";
import { readSkip } from "./extensions.js";
import { playScripts } from "./play-scripts.js";
import { QuietRunner } from "./quiet-runner.js";
import { type Relations, readRelations } from "./relations.js";
import { wayBackOf } from "./rollback.js";
import type { Scene } from "./scene.js";
import { withinTime } from "./within-time.js";

/**
 * Applies the ups, fills the tables of the change as the new schema allows, as the application would in the days before somebody
 * goes back, and goes back. Null where no row could be written.
 * @param tookMs what the change took.
 */
export async function rehearseNewerRows({ plan, stage, touched }: Scene, tookMs: number): Promise<NewerRows | null> {
  return withinTime(stage, tookMs, async (open) => {
    const ups = plan.proposed.map(({ up }) => up);
    const before = await readRelations(open.session);
    await runUps(ups, open);
    const tables = namesNow(before, touched, await readRelations(open.session));
    const { filled } = await fillAwkwardRows(open.observer, open.server.versionNumber, { tables, tame: new Set() });
    if (filled.length === 0) return null;
    const error = await playScripts(wayBackOf(plan.proposed).scripts, new QuietRunner(open.session), await readSkip(open));
    return { filled, error };
  });
}

/** What the tables are called after the ups; those that are gone are left out. */
function namesNow(before: Relations, tables: readonly string[], now: Relations): readonly string[] {
  const known = [...before.byOid.values()].filter(({ key }) => tables.includes(key));
  return known.flatMap(({ oid }) => now.byOid.get(oid)?.key ?? []);
}
