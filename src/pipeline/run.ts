import type { Assessment } from "../model/assessment.js";
import type { Settings } from "../settings/schema.js";
import type { World } from "../world.js";
import { assess } from "./assess.js";

/** Decides, then tells. A publisher that fails is reported by the caller's world and cannot change the decision. */
export async function run(settings: Settings, paths: readonly string[], world: World): Promise<Assessment> {
  const assessment = await assess(settings, paths, world);
  for (const publisher of world.publishers) await publisher.publish(assessment);
  return assessment;
}
