import { NEWEST_MAJOR } from "../plan.js";
import type { MajorOf } from "./plans.js";
import type { ReportRecord } from "./report-record.js";

/** The versions that a report was made for. What it does not know of has another plan anyway. */
export function majorOf({ several, databases }: Pick<ReportRecord, "several" | "databases">): MajorOf {
  return (key) => (several ? databases.find((each) => each.key === key) : databases[0])?.major ?? NEWEST_MAJOR;
}
