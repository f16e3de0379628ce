import type { Rehearsal, Waits } from "../../model/rehearsal.js";
import type { PromiseSettings } from "../../settings/promises.js";
import type { Check, Ruling } from "../claim.js";
import { milliseconds, millisecondsOf } from "../duration.js";
import { rows } from "../words.js";

type Load = NonNullable<PromiseSettings["load"]>;

/** Work on fewer rows is over before anybody waits. */
const FEW_ROWS = 1000;

/** What readers and writers of the touched tables may wait, and be refused, while the change runs. */
export function loadChecks(load: Load): Check[] {
  return (["reads", "writes"] as const).flatMap((side): Check[] => {
    const limit = load[`${side}-at-most`];
    if (limit === undefined) return [];
    const limitMs = millisecondsOf(limit);
    return [
      {
        kind: "seen",
        moment: "after",
        subject: side,
        asked: `longest wait of ${side} while the change runs`,
        expected: `at most ${milliseconds(limitMs)}`,
        judge: (rehearsal) => judge(side, limitMs, rehearsal),
      },
    ];
  });
}

function judge(side: "reads" | "writes", limitMs: number, { probes, base }: Rehearsal): Ruling {
  const waits = probes.filter(({ phase }) => phase === "up").map((probe) => ({ relation: probe.relation, waits: probe[side] }));
  const worst = waits.toSorted((a, b) => b.waits.worstMs - a.waits.worstMs)[0];
  if (worst === undefined) {
    const note =
      "no readers and writers were at work: the engine has one session, the rehearsal is brief, or the change touches no table that was there";
    return { status: "untested", found: null, note };
  }
  const refused = waits.find((each) => each.waits.refused.length > 0);
  if (refused !== undefined) return { status: "broken", found: `${refused.relation}: ${refusal(refused.waits)}` };
  const found = `${milliseconds(worst.waits.worstMs)} on ${worst.relation}`;
  if (worst.waits.worstMs > limitMs) return { status: "broken", found };
  const counted = base?.tables.get(worst.relation)?.rows ?? 0;
  const note = `measured with ${rows(counted)} in ${worst.relation}`;
  return counted < FEW_ROWS
    ? { status: "untested", found, note: `${note}: give representative rows` }
    : { status: "kept", found, note };
}

function refusal({ refused }: Waits): string {
  return `refused, ${refused[0]?.message ?? ""}`;
}
