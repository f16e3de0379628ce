import type { Assessment } from "../../model/assessment.js";
import type { Finding, Severity } from "../../model/finding.js";
import { standing } from "../facts/standing.js";
import { counted } from "../words/count.js";
import { finding } from "./finding.js";
import { html, type Markup } from "./markup.js";
import { type Section, section } from "./section.js";

/** So many stand open at once; the rest opens with a key or a tap. */
const MOST_OPEN = 8;
const MOST_OF_ONE_RULE = 3;

const TITLE: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ["error", "errors"],
  warning: ["warning", "warnings"],
  info: ["note", "notes"],
};

/** Everything found: what counts by severity, then what a comment allows, then what the rehearsal disproved. */
export function findings(assessment: Assessment): Section {
  const { open, allowed, refuted } = standing(assessment);
  const bySeverity = (["error", "warning", "info"] as const).map((severity) =>
    group(
      counted(open.filter((each) => each.severity === severity).length, ...TITLE[severity]),
      open.filter((each) => each.severity === severity),
      assessment,
      severity === "error" ? MOST_OPEN : 0,
    ),
  );
  return section(
    "findings",
    "Findings",
    open.length === 0 ? html`<p>${nothing(assessment)}</p>\n` : null,
    bySeverity,
    group(`${counted(allowed.length, "finding")} allowed by a comment in the SQL`, allowed, assessment, MOST_OPEN),
    refuted.length === 0
      ? null
      : html`<h3>Predicted, checked, and did not happen</h3>
<p class="quiet">The next reader of the SQL would raise these again; none counts.</p>
${byRule(refuted).map((own) => ofOneRule(own, assessment, new Set()))}`,
  );
}

function nothing({ rehearsal, migrations }: Assessment): string {
  if (migrations.length === 0) return "There was nothing to judge.";
  return rehearsal === null ? "No rule found anything in the SQL; nothing was rehearsed." : "Nothing was found that counts.";
}

function group(title: string, found: readonly Finding[], assessment: Assessment, open: number): Markup | null {
  if (found.length === 0) return null;
  const parts = byRule(found).map((own) => ofOneRule(own, assessment, new Set(found.slice(0, open))));
  return html`<h3>${title}</h3>
${parts}`;
}

/** In the order of each rule's worst finding. */
function byRule(found: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const each of found) groups.set(each.rule, [...(groups.get(each.rule) ?? []), each]);
  return [...groups.values()];
}

/** The hundredth index built the wrong way says no more than the first: it is there, folded. */
function ofOneRule(found: readonly Finding[], assessment: Assessment, open: ReadonlySet<Finding>): Markup {
  const shown = found.length <= MOST_OF_ONE_RULE + 1 ? found : found.slice(0, MOST_OF_ONE_RULE);
  const rest = found.slice(shown.length);
  return html`${shown.map((each) => finding(assessment, each, open.has(each)))}${
    rest.length === 0
      ? null
      : html`<details><summary>${counted(rest.length, "more finding")} of the rule <code>${found[0]?.rule ?? null}</code></summary>
${rest.map((each) => finding(assessment, each, false))}</details>
`
  }`;
}
