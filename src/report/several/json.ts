import type { Assessed } from "../../model/assessed.js";
import { jsonText } from "../escape/json-text.js";
import { assessmentJson } from "../json/assessment-json.js";

/** The whole in the fields of a single report, so that who reads those reads on; below, the report of each. */
export function jsonOfSeveral({ key, digest, verdict, databases, notes }: Assessed): string {
  const { decision, risk, reasons, approvals } = verdict;
  const reports = databases.map((each) => ({ key: each.key, touched: each.touched, report: assessmentJson(each.assessment) }));
  const tool = databases[0]?.assessment.tool;
  return jsonText({
    version: 1,
    tool: { name: tool?.name, version: tool?.version },
    digest,
    verdict: { decision, risk, reasons, approvals },
    findings: reports.flatMap((each) => each.report.findings.map((finding) => ({ database: each.key, ...finding }))),
    key,
    notes,
    databases: Object.fromEntries(reports.map(({ key: of, touched, report }) => [of, { touched, ...report }])),
  });
}
