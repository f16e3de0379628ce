import { type ReportRecord, readRecord, recordLines } from "./report-record.js";

const BEGIN = "<!-- migration-gate approvals begin -->";
const END = "<!-- migration-gate approvals end -->";

/** Our comment: the report, where approvals stand, and the record. Texts of the change cannot hold our markers (see report/escape). */
export function commentBody(report: string, section: string | null, record: ReportRecord): string {
  const approvals = section === null ? [] : [`${BEGIN}\n${section}\n${END}`];
  return `${[report.trimEnd(), ...approvals, recordLines(record)].join("\n\n")}\n`;
}

/** The same comment with another section, or none; everything else stays as it is. Null where the comment is not as we write it. */
export function withSection(body: string, section: string | null): string | null {
  const record = readRecord(body);
  if (record === null) return null;
  const lines = body.trimEnd().split(/\r?\n/u).slice(0, -recordLines(record).split("\n").length);
  const begin = lines.lastIndexOf(BEGIN);
  const end = lines.lastIndexOf(END);
  const report = begin >= 0 && end > begin ? lines.slice(0, begin) : lines;
  return commentBody(report.join("\n"), section, record);
}

/** What the section said, so that a new report does not forget it until the gate has looked again. */
export function sectionOf(body: string): string | null {
  const lines = body.split(/\r?\n/u);
  const begin = lines.lastIndexOf(BEGIN);
  const end = lines.lastIndexOf(END);
  return begin >= 0 && end > begin ? lines.slice(begin + 1, end).join("\n") : null;
}
