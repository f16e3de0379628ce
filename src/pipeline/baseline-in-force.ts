import { readBaseline } from "../settings/read-baseline.js";
import type { Settings } from "../settings/schema.js";
import type { World } from "../world.js";
import { fileInForce } from "./file-in-force.js";

/** On a pull request the base's, as all settings. Nothing where none is named or written yet. @throws ReportableError */
export async function baselineInForce({ baseline: path }: Settings, world: World) {
  const missing = `There is no baseline ${path} yet, so it silences nothing; \`migration-gate baseline\` writes one.`;
  const file = await fileInForce(path, world, missing);
  return file === null ? {} : { baseline: { path: file.path, baseline: readBaseline(file.path, file.text) } };
}
