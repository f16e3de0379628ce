import { type NearMiss, nearMisses } from "../gate/near-miss.js";
import type { Assessed } from "../model/assessed.js";
import { markdownCode } from "../report/escape/markdown-code.js";
import { HAZARD_NAME } from "../report/words/hazard-name.js";

/** What alone keeps a held change from passing by itself, as one line of the comment; null where it is not that little. */
export function nearMissLine(assessed: Pick<Assessed, "verdict" | "findings">): string | null {
  const missed = nearMisses(assessed);
  return missed.length === 0 ? null : `**Would pass by itself but for:** ${missed.map(inWords).join("; ")}.`;
}

function inWords({ rule, hazard, at }: NearMiss): string {
  const [first, ...more] = at;
  const where = first === undefined ? "" : ` at ${markdownCode(`${first.file}:${first.line}`, 120)}`;
  const others = more.length === 0 ? "" : more.length === 1 ? " and one more place" : ` and ${more.length} more places`;
  return `${markdownCode(rule, 60)} (${HAZARD_NAME[hazard]})${where}${others}`;
}
