import type { Statistics } from "../model/statistics.js";
import type { Settings } from "../settings/schema.js";
import { parseStatistics } from "../settings/statistics-file.js";
import type { World } from "../world.js";
import { fileInForce } from "./file-in-force.js";

/** On a pull request the base's: who writes a change must not say how small production is. @throws ReportableError */
export async function statisticsInForce({ stats: path }: Settings, world: World): Promise<Statistics | null> {
  const missing = `There are no statistics ${path} yet, so nothing is estimated; \`migration-gate stats\` writes them.`;
  const file = await fileInForce(path, world, missing);
  return file === null ? null : parseStatistics(file.path, file.text);
}
