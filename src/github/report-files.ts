import { ReportableError } from "../errors.js";
import { reporterById, reporters } from "../report/index.js";
import { writeText } from "../repository/write-text.js";
import type { Publisher } from "../world.js";

/** Publishers for the input `report`: files that a later step uploads. @throws ReportableError `settings/invalid` */
export function reportFiles(requests: readonly string[], key: string, fullReportUrl: string | null): readonly Publisher[] {
  return requests.map((request) => {
    const at = request.indexOf("=");
    const [id, file] = at < 0 ? [request, ""] : [request.slice(0, at).trim(), request.slice(at + 1).trim()];
    const reporter = reporterById(id);
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
      publish: (assessment) =>
        writeText(file, reporter.render(assessment, { color: false, width: 100, limit: null, key, fullReportUrl })),
    };
  });
}
