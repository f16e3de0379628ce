import type { Statistics } from "../model/statistics.js";
import type { Settings } from "../settings/schema.js";
import { parseStatistics } from "../settings/statistics-file.js";
import type { World } from "../world.js";

/** On a pull request the base's: who writes a change must not say how small production is. @throws ReportableError */
export async function statisticsInForce({ stats: path }: Settings, world: World): Promise<Statistics | null> {
  if (path === undefined) return null;
  const text = (await world.settingsFile?.(path)) ?? null;
  if (text !== null) return parseStatistics(path, text);
  world.log.warn(`There are no statistics ${path} yet, so nothing is estimated; \`migration-gate stats\` writes them.`);
  return null;
}
