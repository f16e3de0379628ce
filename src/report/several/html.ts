import type { Assessed, AssessedDatabase } from "../../model/assessed.js";
import { headline } from "../facts/headline.js";
import { banner } from "../html/banner.js";
import { dataTable } from "../html/data-table.js";
import { html, type Markup } from "../html/markup.js";
import { prose } from "../html/prose.js";
import { sectionMarkup } from "../html/section.js";
import { sectionsOf } from "../html/sections-of.js";
import { shell } from "../html/shell.js";
import { counted } from "../words/count.js";
import { decisionText } from "../words/decision-text.js";
import { overview } from "./overview.js";
import { wholeHeadline } from "./whole-headline.js";

/** One page of several databases: the whole and a table on top, then each that is touched, the worst first. */
export function htmlOfSeveral(assessed: Assessed): string {
  const { parts } = wholeHeadline(assessed);
  const title = `${parts.join(" · ")} · ${counted(assessed.databases.length, "database")}`;
  return shell(title.replace(/`/gu, ""), body(assessed));
}

function body(assessed: Assessed): Markup {
  const { databases, digest, key } = assessed;
  const touched = databases.filter((each) => each.touched);
  const tool = databases[0]?.assessment.tool;
  return html`<body>
<a class="skip" href="#report">Skip to the report</a>
<header class="top">
<p class="product">Migration Gate for Postgres · <code>${key}</code></p>
${top(assessed)}
<nav aria-label="Contents"><ul>${touched.map((each, at) => html`<li><a href="#database-${at}">${each.key}</a></li>\n`)}</ul></nav>
</header>
<main id="report">
${touched.map((each, at) => sectionsOfOne(each, digest, at))}</main>
<footer><p>Plan of all <code>${digest}</code></p>
<p>${tool?.name ?? ""} ${tool?.version ?? ""} · key <code>${key}</code> · this page loads nothing and runs no scripts</p>
</footer>
</body>
`;
}

function top(assessed: Assessed): Markup {
  const { state, parts } = wholeHeadline(assessed);
  const { short, commands } = decisionText(assessed);
  const [first] = commands;
  const rows = overview(assessed).map(({ key, decision, risk, findings }) => [
    html`<code>${key}</code>`,
    decision,
    risk,
    findings,
  ]);
  const columns = [{ head: "Database" }, { head: "Decision" }, { head: "Risk" }, { head: "Findings" }];
  return html`<div class="banner ${state}">
<h1>${prose(parts.join(" · "))}</h1>
${dataTable({ caption: "Databases of this gate, the worst first", columns, rows })}${assessed.notes.map((note) => html`<p>${prose(note)}</p>\n`)}<dl>
<dt>To merge as it is</dt><dd>${prose(short)}${first === undefined ? null : html`: <code>${first.write}</code>`}</dd>
</dl>
</div>`;
}

/** Ids are of the page, so that those of each database begin with its place in it. What is approved is the whole: no plan of a part is named. */
function sectionsOfOne({ key, assessment: judged }: AssessedDatabase, digest: string, at: number): Markup {
  const assessment = { ...judged, digest };
  const id = `database-${at}`;
  const title = html`<h2 id="${id}"><code>${key}</code> · ${prose(headline(assessment).parts.join(" · "))}</h2>`;
  const sections = sectionsOf(assessment, key).map((section) => ({ ...section, id: `${id}-${section.id}` }));
  return html`${banner(assessment, title)}${sections.map(sectionMarkup)}`;
}
