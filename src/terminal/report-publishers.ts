import { ReportableError } from "../errors.js";
import { reporterById, reporters } from "../report/index.js";
import { writeText } from "../repository/write-text.js";
import type { Publisher } from "../world.js";
import type { ReportRequest } from "./arguments.js";

/** Publishers for `--report`; the terminal report on standard output when none is asked for. @throws ReportableError `arguments/invalid` */
export function reportPublishers(requests: readonly ReportRequest[], key: string): readonly Publisher[] {
  const wanted = requests.length === 0 ? [{ id: "terminal", file: null }] : requests;
  return wanted.map(({ id, file }) => {
    const reporter = reporterById(id);
    if (reporter === undefined) {
      const known = reporters.map((one) => `\`${one.id}\``).join(", ");
      throw new ReportableError("arguments/invalid", `unknown report \`${id}\``, `Use one of ${known}.`);
    }
    return {
      id,
      publish: async (assessment) => {
        const color = file === null && process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined;
        const width = Math.min(process.stdout.columns ?? 100, 120);
        const text = reporter.render(assessment, { color, width, limit: null, key, fullReportUrl: null });
        if (file === null) await print(text);
        else await writeText(file, text);
      },
    };
  });
}

/** Resolves when the text is handed over, so that a pipe never loses its end. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`, (error) => (error ? reject(error) : resolve()));
  });
}
