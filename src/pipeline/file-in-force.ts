import type { World } from "../world.js";

/** A file that the settings name, as it is in force; null where none is named, or, which `missing` tells, where it is not written yet. */
export async function fileInForce(
  path: string | undefined,
  world: World,
  missing: string,
): Promise<{ readonly path: string; readonly text: string } | null> {
  if (path === undefined) return null;
  const text = (await world.settingsFile?.(path)) ?? null;
  if (text !== null) return { path, text };
  world.log.warn(missing);
  return null;
}
