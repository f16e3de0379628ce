import type { RuleRecord } from "../../model/rule-record.js";
import { byMajors } from "./by-majors.js";

/** What the check printed of one example, once for all versions that agree. */
export function exampleOutput(record: RuleRecord | null, at: number): readonly string[] {
  const majors = Object.entries(record?.majors ?? {});
  const said = majors.map(([major, examples]): readonly [string, readonly string[]] => [
    major,
    [...new Set((examples[at]?.findings ?? []).map(words))],
  ]);
  return byMajors(said).map(({ it, on }) => (on.length === majors.length ? it : `> On PostgreSQL ${on.join(", ")}:\n${it}`));
}

function words({ severity, evidence, message, proof }: RuleRecord["majors"][string][number]["findings"][number]): string {
  const seen = proof === null ? "" : `\n>\n> Seen: ${proof}`;
  return `> **${severity}**, ${evidence}: ${message}${seen}`.replace(/\n(?!>)/gu, "\n> ");
}
