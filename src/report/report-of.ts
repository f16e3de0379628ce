import type { Assessed } from "../model/assessed.js";
import { reporters } from "./index.js";
import type { Reporter, ReportOptions } from "./reporter.js";
import { gitlabOfSeveral } from "./several/gitlab.js";
import { htmlOfSeveral } from "./several/html.js";
import { jsonOfSeveral } from "./several/json.js";
import { markdownOfSeveral } from "./several/markdown.js";
import { sarifOfSeveral } from "./several/sarif.js";
import { terminalOfSeveral } from "./several/terminal.js";

type Options = Omit<ReportOptions, "key">;

const OF_SEVERAL: Readonly<Record<Reporter["id"], (assessed: Assessed, options: ReportOptions) => string>> = {
  terminal: terminalOfSeveral,
  markdown: markdownOfSeveral,
  json: jsonOfSeveral,
  html: htmlOfSeveral,
  sarif: sarifOfSeveral,
  gitlab: gitlabOfSeveral,
};

/** One report of all that a gate judged: of a database alone what its reporter says, of several all of them, the worst first. */
export function reportOf(id: Reporter["id"], assessed: Assessed, options: Options): string {
  const [only] = assessed.databases;
  const alone = reporters.find((reporter) => reporter.id === id);
  const keyed = { ...options, key: assessed.key };
  if (only !== undefined && assessed.databases.length === 1 && alone !== undefined) return alone.render(only.assessment, keyed);
  return OF_SEVERAL[id](assessed, keyed);
}
