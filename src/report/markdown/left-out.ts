import { link } from "./link.js";

/** Says that a report was shortened, and where the whole of it is. */
export function leftOut(what: string, fullReportUrl: string | null): string {
  const where = link("the full report", fullReportUrl) ?? "the JSON report of this run (`--report json`)";
  return `> [!NOTE]\n> Shortened to fit a comment. Left out: ${what}. The whole is in ${where}.`;
}
