import { carryToProduction, NOTHING_CARRIED } from "../impact/carry-to-production.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { Statistics } from "../model/statistics.js";
import type { Settings } from "../settings/schema.js";
import type { World } from "../world.js";

/** What was measured, carried to production's size; nothing where its sizes are not known or nobody wants it. */
export function inProduction(rehearsal: Rehearsal | null, statistics: Statistics | null, settings: Settings, { now }: World) {
  if (statistics === null || !settings.estimate) return NOTHING_CARRIED;
  return carryToProduction(rehearsal, { statistics, now, speed: settings["estimate-speed"] });
}
