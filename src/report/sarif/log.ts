import type { Assessment } from "../../model/assessment.js";
import { visible } from "../escape/visible.js";
import { standing } from "../facts/standing.js";
import { counted } from "../words/count.js";
import { results } from "./results.js";
import { ruleDescriptors } from "./rule-descriptors.js";

/** GitHub refuses a file with more results in a run, and shows the 5,000 that are most severe (docs: SARIF support for code scanning). */
const MOST_RESULTS = 25_000;

/** One run. `key` tells several reports of one commit apart: code scanning replaces what has the same category. */
export function sarifLog(
  assessment: Assessment,
  key: string,
): { readonly $schema: string; readonly version: string; readonly runs: readonly unknown[] } {
  const { tool, digest, subject, verdict } = assessment;
  const ids = [...new Set(assessment.findings.map(({ rule }) => rule))];
  const rules = ruleDescriptors(ids);
  const all = results(
    assessment,
    rules.map(({ id }) => id),
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool.name, semanticVersion: tool.version, version: tool.version, rules } },
        automationDetails: { id: `migration-gate/${visible(key)}/`, description: { text: `Migrations of ${visible(subject)}` } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: verdict.decision !== "cannot-judge",
            toolExecutionNotifications: notifications(assessment, all.length),
          },
        ],
        results: all.slice(0, MOST_RESULTS),
        properties: { digest, decision: verdict.decision, risk: verdict.risk },
      },
    ],
  };
}

function notifications(assessment: Assessment, found: number): unknown[] {
  const { coverage, rehearsal } = assessment;
  const unseen = coverage.unseen.map(({ what, why, blocking }) => ({
    level: blocking ? "error" : "note",
    message: { text: visible(`Not seen: ${what}: ${why}`) },
  }));
  const refuted = standing(assessment).refuted.length;
  return [
    ...(rehearsal === null
      ? [{ level: "warning", message: { text: "Nothing was rehearsed: every result is a prediction from the SQL alone." } }]
      : []),
    ...unseen,
    ...(refuted === 0
      ? []
      : [
          {
            level: "note",
            message: { text: `${counted(refuted, "prediction")} left out: checked in the rehearsal, and it did not happen.` },
          },
        ]),
    ...(found <= MOST_RESULTS
      ? []
      : [
          {
            level: "warning",
            message: { text: `${counted(found - MOST_RESULTS, "result")} left out; the JSON report has all.` },
          },
        ]),
  ];
}
