import type { Assessment } from "../../model/assessment.js";
import { headline } from "../facts/headline.js";
import { nextStep } from "../facts/next-step.js";
import { engineSentence, scope } from "../facts/scope.js";
import { wayBack } from "../facts/way-back.js";
import { whoWaits } from "../facts/who-waits.js";
import { counted } from "../words/count.js";
import { decisionText } from "../words/decision-text.js";
import { evidenceSentence } from "../words/evidence-words.js";
import { html, type Markup } from "./markup.js";
import { prose } from "./prose.js";
import { signTag } from "./tag.js";

const MOST_REASONS = 4;
const MOST_WAITERS = 5;

/** The verdict, why, and what to do: enough to decide by. */
export function banner(assessment: Assessment, title = titleOf(assessment)): Markup {
  const { state } = headline(assessment);
  return html`<div class="banner ${state}">
${title}
${reasons(assessment)}<dl>
${summary(assessment)}</dl>
</div>
`;
}

function titleOf(assessment: Assessment): Markup {
  return html`<h1>${prose(headline(assessment).parts.join(" · "))}</h1>`;
}

function reasons({ verdict, findings }: Assessment): Markup | null {
  if (verdict.reasons.length === 0) return null;
  const lines = verdict.reasons.map(({ message, finding }) => {
    const carried = finding === null ? undefined : findings[finding];
    const proof = carried === undefined ? null : html` <span class="proof">${prose(evidenceSentence(carried))}</span>`;
    return html`<li>${prose(message)}${proof}</li>\n`;
  });
  const rest = lines.slice(MOST_REASONS);
  return html`<ul>
${lines.slice(0, MOST_REASONS)}</ul>
${rest.length === 0 ? null : html`<details><summary>and ${counted(rest.length, "more reason")}</summary><ul>${rest}</ul></details>\n`}`;
}

function summary(assessment: Assessment): Markup[] {
  const { size, tables, coverage } = scope(assessment);
  const waits = whoWaits(assessment);
  const more = waits.length - MOST_WAITERS;
  const back = wayBack(assessment);
  const next = nextStep(assessment, "with them");
  const rows: [string, Markup][] = [
    ["Judged", prose([size, ...(tables === null ? [] : [`on ${tables}`]), coverage, engineSentence(assessment)].join(" · "))],
    [
      "Who waits",
      html`${waits.slice(0, MOST_WAITERS).map((line) => html`<p>${prose(line)}</p>`)}${more > 0 ? html`<p>and ${counted(more, "more table")}, under Locks</p>` : null}`,
    ],
    ["Way back", html`${signTag(back.sign)} ${prose(back.sentence)}`],
    ...(next === null ? [] : [["Best next step", prose(next)] satisfies [string, Markup]]),
    ["To merge as it is", html`${decision(assessment)}`],
  ];
  return rows.map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>\n`);
}

function decision(assessment: Assessment): Markup {
  const { short, commands } = decisionText(assessment);
  const [first] = commands;
  if (first === undefined) return prose(short);
  return html`${prose(short)}: <code>${first.write}</code>`;
}
