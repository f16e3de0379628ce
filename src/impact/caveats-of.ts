import type { Growth } from "../model/growth.js";
import type { Range } from "../model/impact.js";
import type { Statistics } from "../model/statistics.js";

interface Around {
  readonly statistics: Statistics;
  readonly factor: number;
  readonly speed: number;
  readonly space: Range | null;
}

/** A factor beyond this reaches far: what was measured is a thousandth. */
const FAR = 1_000;

/** What the estimate of one statement leaves out. */
export function caveatsOf(growth: Growth, { statistics, factor, speed, space }: Around): readonly string[] {
  const { others, work } = growth;
  return [
    speed === 1
      ? "In seconds of this machine, undisturbed: production's disks, cache and load are others."
      : `Production is taken to be ${speed} times as fast as this machine.`,
    ...(factor > FAR ? [`It is carried to ${Math.round(factor).toLocaleString("en-US")} times the largest size measured.`] : []),
    ...(others.length > 0
      ? [`It works on ${others.join(", ")} as well, and the server may join them another way at that size.`]
      : []),
    ...(work === "scan" ? ["Here the rows were in memory; where they are not, reading them takes longer."] : []),
    ...(work === "build" ? ["Measured in one process; parallel workers may build it faster."] : []),
    ...(work === "rows" ? ["As large a share of the rows is taken to change as of the generated ones here."] : []),
    ...(space === null ? ["How much space it needs meanwhile was not seen."] : []),
    ...((statistics.server.replicas ?? 0) > 0
      ? [
          `${statistics.server.replicas === 1 ? "A standby replays" : `${statistics.server.replicas} standbys replay`} all that it logs, and may lag meanwhile.`,
        ]
      : []),
  ];
}
