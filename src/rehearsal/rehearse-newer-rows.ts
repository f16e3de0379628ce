import type { NewerRows } from "../model/newer-rows.js";
import { applyQuietly } from "./after-up.js";
import { fillAwkwardRows } from "./awkward/fill-awkward-rows.js";
import { readSkip } from "./extensions.js";
import { playScripts } from "./play-scripts.js";
import { QuietRunner } from "./quiet-runner.js";
import { readRelations } from "./relations.js";
import { wayBackOf } from "./rollback.js";
import type { Scene } from "./scene.js";

/**
 * Applies the ups, fills the tables of the change as the new schema allows, as the application would in the days before somebody
 * goes back, and goes back. Null where no row could be written.
 */
export async function rehearseNewerRows({ plan, stage, touched }: Scene): Promise<NewerRows | null> {
  const open = await stage.another();
  try {
    const ups = plan.proposed.map(({ up }) => up);
    const { relations } = await applyQuietly(ups, open);
    const tables = namesNow([...relations.byOid.values()], touched, await readRelations(open.session));
    const { filled } = await fillAwkwardRows(open.observer, open.server.versionNumber, { tables, tame: new Set() });
    if (filled.length === 0) return null;
    const error = await playScripts(wayBackOf(plan.proposed).scripts, new QuietRunner(open.session), await readSkip(open));
    return { filled, error };
  } finally {
    await open.database.drop();
  }
}

type Relations = Awaited<ReturnType<typeof readRelations>>;

/** What the tables are called after the ups; those that are gone are left out. */
function namesNow(
  before: readonly { readonly oid: number; readonly key: string }[],
  tables: readonly string[],
  now: Relations,
): readonly string[] {
  return before.filter(({ key }) => tables.includes(key)).flatMap(({ oid }) => now.byOid.get(oid)?.key ?? []);
}
