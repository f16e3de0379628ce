import type { Assessment } from "../../model/assessment.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { type ImpactLine, impactLines, impactNotes } from "../facts/impacts.js";
import { counted } from "../words/count.js";
import { statementHead } from "../words/statement-head.js";
import type { Detail } from "./detail.js";
import { markdownTable } from "./table.js";

/** What production will feel, worst first. */
export function impacts(assessment: Assessment, { rows: most }: Detail): string | null {
  const lines = impactLines(assessment);
  if (lines.length === 0) return null;
  const shown = lines.slice(0, most ?? lines.length);
  const left = lines.length - shown.length;
  return [
    "### In production, estimated",
    ...(shown.length === 0
      ? []
      : [markdownTable(["Statement", "Takes", "Meanwhile", "Needs", "Measured"], "<<<<<", shown.map(cells))]),
    ...(left > 0
      ? [`and ${counted(left, "more statement")}, none longer than ${markdownProse(lines[shown.length]?.time ?? "")}.`]
      : []),
    impactNotes(assessment)
      .map((note) => `- ${markdownProse(note)}`)
      .join("\n"),
  ].join("\n\n");
}

function cells({ impact, statement, time, rows, waits, space, measured }: ImpactLine): string[] {
  const place = statement === null ? `statement ${impact.statement + 1}` : `L${statement.place.line}`;
  const head = statement === null ? "" : ` ${markdownCode(statementHead(statement.text, 60))}`;
  return [
    `${impact.phase === "down" ? "way back " : ""}${place}${head}`,
    `**${markdownProse(time)}** ${markdownProse(rows)}`,
    markdownProse(waits),
    markdownProse(space ?? "little"),
    markdownProse(measured),
  ];
}
