import type { Assessed } from "../model/assessed.js";
import type { Risk } from "../model/verdict.js";
import { heldFindings } from "./held-findings.js";
import type { ReportRecord } from "./report-record.js";

/** Findings that a record names one by one, of all databases together. */
const MAX_FINDINGS = 100;
const RISKS: readonly Risk[] = ["none", "low", "medium", "high", "critical"];

/** Whether who read this report knows the worst of a newer one: the same plan, no finding more, no higher risk. */
export function covers(record: ReportRecord, newer: Assessed): boolean {
  const databases = touchedOf(newer);
  if (record.digest !== newer.digest || record.decision !== newer.verdict.decision) return false;
  if (record.databases.length !== databases.length) return false;
  return databases.every(({ key, assessment }) => {
    const known = record.several ? record.databases.find((each) => each.key === key) : record.databases[0];
    return (
      known !== undefined &&
      known.decision === assessment.verdict.decision &&
      RISKS.indexOf(assessment.verdict.risk) <= RISKS.indexOf(known.risk) &&
      heldFindings(assessment, mostFindings(newer)).every((id) => known.findings.includes(id))
    );
  });
}

/** What a record tells of; a database alone is told whether the change touches it or not. */
export function touchedOf({ databases }: Pick<Assessed, "databases">): Assessed["databases"] {
  return databases.length === 1 ? databases : databases.filter(({ touched }) => touched);
}

/** How many findings of each database a record names: fewer where they share a comment. */
export function mostFindings(assessed: Pick<Assessed, "databases">): number {
  return Math.max(1, Math.floor(MAX_FINDINGS / Math.max(1, touchedOf(assessed).length)));
}
