import type { KeepWorlds } from "../rehearsal/engine.js";
import { worldDigest, worldParts } from "../rehearsal/world-parts.js";
import type { Settings } from "../settings/schema.js";
import { splitScript } from "../sql/split-script.js";
import type { WorldFiles } from "./surroundings.js";
import { worldOf } from "./world-of.js";

/** Null where nothing is to be kept, or what a tool sends is not known yet. */
export function keptWorld(around: WorldFiles, settings: Settings): KeepWorlds | null {
  const { cache: folder, command } = settings;
  if (folder === undefined || command !== undefined) return null;
  const proposed = around.history.proposed.map(({ id, up, down }) => ({
    up: splitScript(id, up),
    down: down === null ? null : splitScript(id, down),
  }));
  return { folder, digest: worldDigest(worldParts({ ...worldOf(around), proposed }), settings["time-zone"]) };
}
