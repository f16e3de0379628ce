import { ReportableError } from "../errors.js";
import { reporters } from "../report/index.js";
import { reportOf } from "../report/report-of.js";
import { writeText } from "../repository/write-text.js";
import type { Teller } from "./teller.js";

/** Tellers for the input `report`: files that a later step uploads. @throws ReportableError `settings/invalid` */
export function reportFiles(requests: readonly string[], fullReportUrl: string | null): readonly Teller[] {
  return requests.map((request) => {
    const at = request.indexOf("=");
    const [id, file] = at < 0 ? [request, ""] : [request.slice(0, at).trim(), request.slice(at + 1).trim()];
    const reporter = reporters.find((each) => each.id === id);
    if (reporter === undefined || file === "") {
      const known = reporters.map((one) => `\`${one.id}\``).join(", ");
      throw new ReportableError(
        "settings/invalid",
        `\`report\` has a line \`${request}\``,
        `Write \`<id>=<file>\`, one a line; the id is one of ${known}.`,
      );
    }
    return {
      id: `${id} file`,
      tell: (assessed) =>
        writeText(file, reportOf(reporter.id, assessed, { color: false, width: 100, limit: null, fullReportUrl })),
    };
  });
}
