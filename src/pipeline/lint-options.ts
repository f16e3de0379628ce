import { rules } from "../rules/index.js";
import type { Settings } from "../settings/schema.js";
import type { World } from "../world.js";
import { baselineInForce } from "./baseline-in-force.js";

/** What of the settings the rules are asked with. @throws ReportableError for a baseline that cannot be read. */
export async function lintOptions(settings: Settings, world: World) {
  return {
    rules,
    severities: { ...wayBackSeverity(settings), ...settings.rules },
    preset: settings.preset,
    style: settings.style,
    // Dates of exceptions are days in UTC.
    today: world.now.toISOString().slice(0, 10),
    ...(await baselineInForce(settings, world)),
    timeZoneUtc: /^(utc|etc\/utc|gmt|universal|zulu)$/iu.test(settings["time-zone"]),
    allow: settings.allow,
  };
}

function wayBackSeverity(settings: Settings) {
  return settings["way-back"] === "required" ? ({ "down-missing": "error" } as const) : {};
}
