import type { Assessed } from "../../model/assessed.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { decide } from "../markdown/decide.js";
import { footer } from "../markdown/footer.js";
import { headingSign } from "../markdown/heading-sign.js";
import { leftOut } from "../markdown/left-out.js";
import { markdownTable } from "../markdown/table.js";
import { reportMarker } from "../marker.js";
import type { ReportOptions } from "../reporter.js";
import { counted } from "../words/count.js";
import { databaseSections } from "./database-sections.js";
import { type OverviewRow, overview } from "./overview.js";
import { wholeHeadline } from "./whole-headline.js";

/** Lines of the table on top; a repository of more databases sees the worst of them. */
const MOST_ROWS = 60;

const SIGNS: Readonly<Record<OverviewRow["state"], string>> = {
  safe: "✅",
  held: "⛔",
  blocked: "⛔",
  unknown: "🛑",
  untouched: "➖",
};

/** One comment of several databases: a table, one decision, then a section for each that is touched, the worst first. */
export function markdownOfSeveral(assessed: Assessed, { limit, fullReportUrl }: ReportOptions): string {
  const { digest, databases, notes } = assessed;
  const tool = databases[0]?.assessment.tool ?? { name: "migration-gate", version: "" };
  const { state, parts } = wholeHeadline(assessed);
  const head = [
    `${reportMarker(assessed.key, digest)}\n## ${headingSign(state)} ${parts.map((part) => markdownProse(part, 200)).join(" · ")}`,
    table(assessed),
    ...notes.slice(0, 10).map((note) => `> [!NOTE]\n> ${markdownProse(note, 300)}`),
  ];
  const decision = decide(assessed);
  const tail = [...(decision === null ? [] : [decision]), footer({ digest, tool }, fullReportUrl)];
  const around = [...head, ...tail].join("\n\n").length;
  const { sections, left } = databaseSections(assessed, limit === null ? null : limit - around - 600, fullReportUrl);
  const cut = left === 0 ? [] : [leftOut(`the sections of ${counted(left, "more database")}`, fullReportUrl)];
  return `${[...head, ...sections, ...cut, ...tail].join("\n\n")}\n`;
}

function table(assessed: Assessed): string {
  const all = overview(assessed);
  const rows = all
    .slice(0, MOST_ROWS)
    .map(({ key, state, decision, risk, findings }) => [markdownCode(key), `${SIGNS[state]} ${decision}`, risk, findings]);
  const more = all.length > rows.length ? `\n\nand ${counted(all.length - rows.length, "more database")}` : "";
  return markdownTable(["Database", "Decision", "Risk", "Findings"], "<<<<", rows) + more;
}
