import type { EmptyPath } from "../model/awkward.js";
import { compareSchemas, onlyColumnOrder } from "./compare.js";
import { SqlError } from "./engine.js";
import { readSkip } from "./extensions.js";
import { readFingerprint } from "./fingerprint.js";
import { foldParts } from "./fold-parts.js";
import type { OpenDatabase } from "./open-database.js";
import { playScripts } from "./play-scripts.js";
import { QuietRunner } from "./quiet-runner.js";
import { quoted } from "./quoted.js";
import { readRows } from "./rows.js";
import type { Scene } from "./scene.js";
import type { Snapshot } from "./snapshot.js";

/**
 * The change on the same schema without a row, as a new environment or a test database runs it. Null where the tables
 * cannot be emptied.
 * @param up the state after the ups on the rows given.
 */
export async function rehearseEmpty({ plan, stage }: Scene, up: Snapshot): Promise<EmptyPath | null> {
  const open = await stage.another();
  try {
    if (!(await emptied(open))) return null;
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

/** As the role that migrates: what a TRUNCATE fires is a user's code. */
async function emptied({ session, observer }: OpenDatabase): Promise<boolean> {
  const filled = [...(await readRows(observer))].filter(([, { count }]) => count > 0).map(([key]) => key);
  const names = filled.map((key) => {
    const dot = key.indexOf(".");
    return `${quoted(key.slice(0, dot))}.${quoted(key.slice(dot + 1))}`;
  });
  try {
    if (names.length > 0) await session.run(`truncate ${names.join(", ")} cascade`);
    return true;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
}
