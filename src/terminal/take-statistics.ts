import { setTimeout as wait } from "node:timers/promises";
import { loadSettings } from "../entry/load-settings.js";
import { onEnd } from "../entry/on-end.js";
import { ReportableError } from "../errors.js";
import { readStatistics } from "../impact/read-statistics.js";
import { lookOn } from "../rehearsal/engines/look-on.js";
import { writeText } from "../repository/write-text.js";
import type { RawSettings } from "../settings/read-settings.js";

/** Where a URL is looked for that is better not seen in the list of processes. */
const VARIABLE = "DATABASE_URL";

/** Reads a database's sizes and rates into a file, or to standard output. @throws ReportableError */
export async function takeStatistics({
  file,
  config,
  settings: given,
}: {
  readonly file: string | null;
  readonly config: string | null;
  readonly settings: RawSettings;
}): Promise<0> {
  const settings = await loadSettings(config, [{ from: "command line", values: given }]);
  const url = settings["database-url"] ?? process.env[VARIABLE] ?? "";
  if (url === "")
    throw new ReportableError("arguments/invalid", "`stats` needs a database", `Give --database-url, or set ${VARIABLE}.`);
  const ending = onEnd();
  const session = await lookOn(url, ending.signal);
  try {
    const statistics = await readStatistics(session, new Date(), (ms) => wait(ms, undefined, { signal: ending.signal }));
    const text = `${JSON.stringify(statistics, null, 2)}\n`;
    if (file === null) process.stdout.write(text);
    else await writeText(file, text);
    const rows = Object.values(statistics.tables).reduce(
      (sum, table) => sum + (table.parent === null ? (table.rows ?? 0) : 0),
      0,
    );
    process.stderr.write(
      `migration-gate: ${Object.keys(statistics.tables).length} tables with about ${Math.round(rows).toLocaleString("en-US")} rows, PostgreSQL ${statistics.server.version}${file === null ? "" : `, in ${file}`}\n`,
    );
    return 0;
  } finally {
    await session.close();
    ending.forget();
  }
}
