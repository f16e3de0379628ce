import type { EmptyPath } from "../model/awkward.js";
import { compareSchemas, onlyColumnOrder } from "./compare.js";
import { readSkip } from "./extensions.js";
import { readFingerprint } from "./fingerprint.js";
import { foldParts } from "./fold-parts.js";
import { playScripts } from "./play-scripts.js";
import { QuietRunner } from "./quiet-runner.js";
import type { Scene } from "./scene.js";
import type { Snapshot } from "./snapshot.js";

/**
 * The change where no seed was run, as a new environment or a test database meets it: from nothing but the files.
 * @param up the state after the ups on the rows given.
 */
export async function rehearseEmpty({ plan, stage }: Scene, up: Snapshot): Promise<EmptyPath> {
  const open = await stage.unseeded();
  try {
    const ups = plan.proposed.map((migration) => migration.up);
    const error = await playScripts(ups, new QuietRunner(open.session), await readSkip(open));
    if (error !== null) return { error, schemaDiffers: [] };
    const schema = await readFingerprint(open.observer, open.server.versionNumber);
    const differences = foldParts(compareSchemas(up.schema, schema), up.schema, schema);
    return { error: null, schemaDiffers: onlyColumnOrder(differences) ? [] : differences };
  } finally {
    await open.database.drop();
  }
}
