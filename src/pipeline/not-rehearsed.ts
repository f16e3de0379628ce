import type { Unseen } from "../model/coverage.js";
import type { History } from "../model/migration.js";
import type { Settings } from "../settings/schema.js";

/** What `--engine none` leaves unseen; null where something was to be rehearsed, or nothing is proposed. */
export function notRehearsed(settings: Settings, history: History): Unseen | null {
  if (settings.engine !== "none" || history.proposed.length === 0) return null;
  return {
    what: "the whole change",
    why: "engine `none` was asked for: the SQL was read, nothing was run",
    place: null,
    blocking: false,
  };
}
