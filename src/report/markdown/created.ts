import type { Assessment } from "../../model/assessment.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { createdKind } from "../facts/created-kind.js";
import { count } from "../words/count.js";
import type { Detail } from "./detail.js";
import { details } from "./details.js";

const MOST_NAMES = 20;

/** New objects, counted by the catalog after the rehearsal, not by the SQL. */
export function created({ rehearsal }: Assessment, { items }: Detail): string | null {
  const all = (rehearsal?.created ?? []).filter(({ names }) => names.length > 0);
  if (all.length === 0) return null;
  const most = Math.min(items ?? MOST_NAMES, MOST_NAMES);
  const lines = all.map((each) => {
    const { names } = each;
    const left = names.length - most;
    const shown = names.slice(0, most).map((own) => markdownCode(own, 130));
    return `- ${markdownProse(createdKind(each))}: ${shown.join(", ")}${left > 0 ? ` and ${count(left)} more` : ""}`;
  });
  const title = all.map((each) => markdownProse(createdKind(each))).join(", ");
  return details(`<b>What it creates</b>: ${title}`, lines.join("\n"), false);
}
