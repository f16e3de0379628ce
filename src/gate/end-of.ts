const HOUR = 3_600_000;

/** An override opens a closed door; it closes again before the next shift. */
const OVERRIDE_HOURS = 4;

/** When a decision given at `at` ends by time alone, in milliseconds; null for what does not. */
export function endOf(
  { action, until }: { readonly action: string; readonly until: string | null },
  at: number,
  expiresHours: number,
): number | null {
  if (action === "approve") return at + expiresHours * HOUR;
  if (action === "override") return at + OVERRIDE_HOURS * HOUR;
  return action === "defer" ? Date.parse(`${until}T00:00:00Z`) : null;
}

/** A time as ISO 8601, or `never` where no calendar reaches. */
export function isoOf(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : "never";
}
