import type { RuleRecord } from "../model/rule-record.js";
import type { Rule } from "../rules/rule.js";
import { gateFindings } from "./gate-findings.js";
import { table } from "./rule-page/table.js";

/** The table of all rules, with what was proven of each. */
export function rulesIndex(rules: readonly Rule[], records: ReadonlyMap<string, RuleRecord>): string {
  const majors = [...new Set([...records.values()].flatMap((record) => Object.keys(record.majors)))].sort();
  const counted = rules.map((rule) => ({ rule, ...countOf(rule, records.get(rule.id) ?? null) }));
  const sum = (pick: (each: (typeof counted)[number]) => number) => counted.reduce((all, each) => all + pick(each), 0);
  const withFix = counted.filter(({ proven, sketches }) => proven + sketches > 0).length;
  const withProof = counted.filter(({ proven }) => proven > 0).length;
  const servers = majors.length === 0 ? "it" : `PostgreSQL ${majors.join(" and ")}`;
  return [
    "# Rules",
    `${rules.length} rules, with ${sum(({ bad }) => bad)} examples that are found and ${sum(({ good }) => good)} that are not, each parsed and run on a real Postgres; the pages show what ${servers} did. ${withFix} rules give SQL to paste; for ${withProof} of them it was put in place of the statement, and the servers took it, the rule fell silent, and its locks, reads and rewrites were compared.`,
    table(
      ["rule", "severity", "hazard", "what", "found / not", "fixes proven"],
      counted.map(({ rule, bad, good, proven, sketches }) => [
        `[${rule.id}](${rule.id}.md)`,
        rule.preset === "style" ? "off" : rule.severity,
        rule.hazard,
        rule.title,
        `${bad} / ${good}`,
        proven > 0 ? String(proven) : sketches > 0 ? "sketch" : "",
      ]),
    ),
    "The gate itself finds on a pull request:",
    table(
      ["finding", "severity", "what"],
      gateFindings.map(({ id, title }) => [`[${id}](${id}.md)`, "error", title]),
    ),
  ]
    .join("\n\n")
    .concat("\n");
}

function countOf({ examples }: Rule, record: RuleRecord | null) {
  const fixes = Object.values(record?.majors ?? {}).map((each) => each.flatMap((example) => example.fixes));
  const proven = fixes.map((each) => each.filter(({ seen }) => seen !== null).length);
  const sketches = fixes.map((each) => each.filter(({ seen }) => seen === null).length);
  // Proven means proven on every version.
  const least = (counts: readonly number[]) => (counts.length === 0 ? 0 : Math.min(...counts));
  return { bad: examples.bad.length, good: examples.good.length, proven: least(proven), sketches: least(sketches) };
}
