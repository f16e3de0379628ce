import type { Migration } from "../model/migration.js";
import type { ExitCriterion, Reached } from "../model/phase.js";

export interface QuietAsked {
  readonly days: number;
  /** What it counts from; several where the change takes away several things. */
  readonly since: readonly Pick<Migration, "id" | "up">[];
  /** Why it is not known what it counts from; null where it is. */
  readonly unknown: string | null;
  /** By file. */
  readonly reached: ReadonlyMap<string, Reached>;
  readonly now: Date;
}

const DAY = 86_400_000;

/** Days in UTC between the day on which the replacement reached the base and today. */
export function quietPeriod({ days, since, unknown, reached, now }: QuietAsked): ExitCriterion {
  const asked = `${days} quiet ${days === 1 ? "day" : "days"} since ${since.map(({ id }) => id).join(", ") || "the expanding migration"} reached the base`;
  const criterion = (status: ExitCriterion["status"], found: string, from: string | null): ExitCriterion => ({
    ...{ kind: "quiet-period", status, asked, found, from },
  });
  if (unknown !== null) return criterion("unknown", unknown, null);
  const dates = since.map(({ id, up }) => ({ id, reached: reached.get(up.file) }));
  const undated = dates.find((each) => each.reached === undefined);
  if (undated !== undefined) return criterion("unknown", `the base's history does not tell when ${undated.id} came`, null);
  const latest = dates.flatMap((each) => each.reached ?? []).toSorted((a, b) => dayOf(b.at) - dayOf(a.at))[0];
  if (latest === undefined) return criterion("unknown", "nothing tells what it counts from", null);
  const passed = dayOf(now.toISOString()) - dayOf(latest.at);
  if (passed >= days) return criterion("met", `${counted(passed)} ${passed === 1 ? "has" : "have"} passed`, null);
  if (!latest.exact) {
    const why = `this clone goes back ${counted(Math.max(0, passed))} only, and the migration is older: check out with \`fetch-depth: 0\``;
    return criterion("unknown", why, null);
  }
  const from = new Date((dayOf(latest.at) + days) * DAY).toISOString().slice(0, 10);
  return criterion("unmet", `it came on ${latest.at.slice(0, 10)}, ${Math.max(0, passed)} of ${counted(days)} have passed`, from);
}

function counted(days: number): string {
  return `${days} ${days === 1 ? "day" : "days"}`;
}

function dayOf(at: string): number {
  return Math.floor(Date.parse(at) / DAY);
}
