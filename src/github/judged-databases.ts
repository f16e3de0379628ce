import type { Settings } from "../settings/schema.js";
import type { DatabaseRecord } from "./database-line.js";
import type { ReportRecord } from "./report-record.js";

interface JudgedDatabase<Of> {
  readonly settings: Of;
  /** What its report says. */
  readonly told: DatabaseRecord;
}

/** The databases that a report tells of, with the settings that they are judged by. */
export function judgedDatabases<Of extends Pick<Settings, "key">>(
  databases: readonly Of[],
  { several, databases: records }: Pick<ReportRecord, "several" | "databases">,
): readonly JudgedDatabase<Of>[] {
  return databases.flatMap((settings) => {
    const told = several ? records.find(({ key }) => key === settings.key) : records[0];
    return told === undefined ? [] : [{ settings, told }];
  });
}
