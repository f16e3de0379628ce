import type { WrittenWayBack } from "../model/written-way-back.js";
import { runUps, snapshotOf } from "./after-up.js";
import type { Scene } from "./scene.js";
import { readDefinitions } from "./way-back/read-definitions.js";
import { tryWayBack } from "./way-back/try-way-back.js";

/** For a change without downs: writes one from the difference of the catalogs, and runs it on a copy of its own. */
export async function rehearseWayBack({ plan, stage, base }: Scene): Promise<WrittenWayBack> {
  const open = await stage.another();
  try {
    const before = await readDefinitions(open.observer, open.server.versionNumber);
    // Built anew it may hold other rows: random values, now().
    const start = stage.copiesExactly ? base : await snapshotOf(open);
    await runUps(
      plan.proposed.map(({ up }) => up),
      open,
    );
    return await tryWayBack(open, { before, base: start });
  } finally {
    await open.database.drop();
  }
}
