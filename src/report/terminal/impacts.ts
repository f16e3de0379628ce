import { impactLines, impactNotes, impactSentence } from "../facts/impacts.js";
import { counted } from "../words/count.js";
import { statementHead } from "../words/statement-head.js";
import { labelled, type Page, paragraph } from "./page.js";

const MOST = 8;

/** What production will feel, worst first. */
export function impacts(page: Page): string[] {
  const lines = impactLines(page.assessment);
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST).flatMap((line) => {
    const { impact, statement } = line;
    const place = statement === null ? `statement ${impact.statement + 1}` : `L${statement.place.line}`;
    const head = statement === null ? "" : ` ${statementHead(statement.text, 60)}`;
    return [
      ...paragraph(page, 2, `${impact.phase === "down" ? "way back " : ""}${place}${head}`),
      ...labelled(page, "", 4, impactSentence(line)),
    ];
  });
  const left = lines.length - MOST;
  return [
    "",
    page.paint("strong", "In production, estimated"),
    ...shown,
    ...(left > 0 ? paragraph(page, 2, `and ${counted(left, "more statement")}`) : []),
    ...impactNotes(page.assessment).flatMap((note) => labelled(page, "  -", 4, note)),
  ];
}
