import type { GateState } from "./gate-state.js";

/** How long people kept a change waiting, by GitHub's clock. */
export interface Waiting {
  /** `auto`: nobody was asked. `people`: they opened it. `override`. `open`: it still waits. */
  readonly by: "auto" | "people" | "override" | "open";
  /** From the report of this plan until it was opened, or until now. */
  readonly minutes: number;
}

/** From the first report of this plan to the decision that opened it. */
export function waitingOf({ standing, approvals, required, override }: GateState, reportedAt: string, now: string): Waiting {
  const since = (time: string) => Math.max(0, Math.round((Date.parse(time) - Date.parse(reportedAt)) / 60_000)) || 0;
  if (standing === "passed") return { by: "auto", minutes: 0 };
  if (standing === "overridden" && override !== null) return { by: "override", minutes: since(override.at) };
  const opening = approvals.map(({ at }) => at).toSorted((a, b) => Date.parse(a) - Date.parse(b))[required - 1];
  if (standing === "approved" && opening !== undefined) return { by: "people", minutes: since(opening) };
  return { by: "open", minutes: since(now) };
}

/** `2 h 5 min`, `3 d 4 h`. */
export function duration(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${rest} min`;
}
