import { readBaseline } from "../settings/read-baseline.js";
import type { Settings } from "../settings/schema.js";
import type { World } from "../world.js";

/** On a pull request the base's, as all settings. Nothing where none is named or written yet. @throws ReportableError */
export async function baselineInForce({ baseline: path }: Settings, world: World) {
  if (path === undefined) return {};
  const text = (await world.settingsFile?.(path)) ?? null;
  if (text !== null) return { baseline: { path, baseline: readBaseline(path, text) } };
  world.log.warn(`There is no baseline ${path} yet, so it silences nothing; \`migration-gate baseline\` writes one.`);
  return {};
}
