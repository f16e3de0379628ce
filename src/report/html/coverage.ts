import type { Assessment } from "../../model/assessment.js";
import { limits } from "../facts/limits.js";
import { dataTable } from "./data-table.js";
import { html, type Markup } from "./markup.js";
import { prose } from "./prose.js";
import { type Section, section } from "./section.js";
import { signTag } from "./tag.js";

/** What the verdict rests on, and what nobody looked at. */
export function coverage(assessment: Assessment): Section {
  const lines = limits(assessment, { gaps: false });
  return section(
    "coverage",
    "What this rests on, and what was not seen",
    html`<ul>${lines.map((line) => html`<li>${prose(line)}</li>\n`)}</ul>\n`,
    unseen(assessment),
  );
}

function unseen({ coverage: { unseen: gaps } }: Assessment): Markup | null {
  if (gaps.length === 0) return null;
  const rows = [...gaps]
    .sort((one, other) => Number(other.blocking) - Number(one.blocking))
    .map(({ what, why, place, blocking }) => [
      prose(what),
      blocking ? signTag("bad", "yes") : "no",
      prose(why),
      place === null ? "" : `${place.file}, line ${place.line}`,
    ]);
  return dataTable({
    caption: "Not seen",
    columns: [{ head: "What" }, { head: "Keeps the verdict from green" }, { head: "Why" }, { head: "Where" }],
    rows,
  });
}
