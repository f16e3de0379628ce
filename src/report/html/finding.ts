import type { Assessment } from "../../model/assessment.js";
import type { Finding, Fix } from "../../model/finding.js";
import type { Statement } from "../../model/statement.js";
import { shortPath } from "../facts/short-path.js";
import { evidenceWords } from "../words/evidence-words.js";
import { HAZARD_NAME } from "../words/hazard-name.js";
import { html, type Markup } from "./markup.js";
import { prose } from "./prose.js";
import { sqlBlock, sqlLines } from "./sql-lines.js";
import { severityTag, signTag } from "./tag.js";

/** One finding: the problem, what was seen of it, the SQL, and what to write instead. */
export function finding(assessment: Assessment, found: Finding, open: boolean): Markup {
  const { place, hazard, rule, suppressed, evidence } = found;
  const { label, text } = evidenceWords(found);
  const statement = statementOf(assessment, found);
  const state = evidence === "refuted" ? signTag("good", "did not happen") : severityTag(found.severity);
  const rows: readonly (readonly [string, Markup] | null)[] = [
    [label, prose(text)],
    suppressed === null ? null : ["Reason given", prose(suppressed.reason)],
    statement === null ? null : ["The statement", sqlLines(statement, place)],
    ["Instead", prose(found.remedy)],
    found.fix === null ? null : ["SQL to paste", html`${sqlBlock(found.fix.sql)}${aboutFix(found.fix)}`],
    ["Rule", html`<code>${rule}</code> <span class="quiet">· <code>migration-gate explain ${rule}</code> tells more</span>`],
  ];
  return html`<details${open ? html` open` : null}><summary>${state}<span class="tag note">${HAZARD_NAME[hazard]}</span> ${prose(found.message)}
<span class="quiet">${shortPath(assessment, place.file)}, line&#160;${place.line}${found.direction === "down" ? ", going back" : ""}</span></summary>
<dl>
${rows.map((row) => (row === null ? null : html`<dt>${row[0]}</dt><dd>${row[1]}</dd>\n`))}</dl>
</details>
`;
}

const ROLE = {
  before: "Goes before the statement, which stays.",
  after: "Goes after the statement, which stays.",
  sketch: "A sketch: a decision or an edit comes first.",
} as const;

function aboutFix({ verified, role, differs, proof }: Fix): Markup {
  const lines = [
    ...(role === undefined ? [] : [ROLE[role]]),
    ...(differs === undefined ? [] : [`Ends otherwise than the statement, on purpose: ${differs}`]),
    verified
      ? `Checked: it parses, was rehearsed, and the rule is silent on it.${proof === undefined ? "" : ` ${proof}`}`
      : "Not rehearsed: read it before you paste it.",
  ];
  return html`${lines.map((line) => html`<p class="proof">${prose(line)}</p>`)}`;
}

function statementOf({ migrations }: Assessment, { migration, statement, direction }: Finding): Statement | null {
  const owner = migrations.find(({ id }) => id === migration);
  const script = direction === "down" ? owner?.down : owner?.up;
  return script?.statements.find(({ index }) => index === statement) ?? null;
}
