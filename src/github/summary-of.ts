import type { ExitStatus } from "../entry/exit-status.js";
import { ReportableError } from "../errors.js";
import { duration, type Waiting, waitingOf } from "../gate/waiting.js";
import type { Replayer } from "./run-replay.js";

/** The gate over time: how many changes needed nobody, how long the others waited, and who was overridden. */
export async function summaryOf(
  since: string,
  { reader, replay }: Replayer,
  log: (message: string) => void,
): Promise<ExitStatus> {
  if (!Number.isFinite(Date.parse(since)))
    throw new ReportableError("arguments/invalid", `«${since}» is no day`, "Write `--since YYYY-MM-DD`.");
  const waited: Waiting[] = [];
  let unknown = 0;
  for (const number of await reader.mergedSince(since)) {
    const { kept } = (await replay(number)).judgment;
    if (kept === null) unknown++;
    else waited.push(waitingOf(kept.state, kept.facts.reportedAt, kept.facts.now));
  }
  const by = (kind: Waiting["by"]) => waited.filter((each) => each.by === kind);
  const people = by("people")
    .map(({ minutes }) => minutes)
    .toSorted((a, b) => a - b);
  const share = waited.length === 0 ? 0 : Math.round((100 * by("auto").length) / waited.length);
  log(`Merged since ${since}: ${waited.length} judged${unknown === 0 ? "" : `, ${unknown} without a report of their plan`}.`);
  log(`Opened by themselves: ${by("auto").length} of ${waited.length} (${share} %).`);
  const median = people[Math.floor(people.length / 2)];
  if (median !== undefined)
    log(
      `Approved by people: ${people.length}, after ${duration(median)} in the middle, ${duration(people.at(-1) ?? 0)} at most.`,
    );
  log(`Overridden: ${by("override").length}. Merged while held: ${by("open").length}.`);
  return 0;
}
