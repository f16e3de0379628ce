import type { Assessment } from "../../model/assessment.js";
import { headline } from "../facts/headline.js";
import { engineSentence } from "../facts/scope.js";
import { banner } from "./banner.js";
import { html, type Markup } from "./markup.js";
import { type Section, sectionMarkup } from "./section.js";
import { sectionsOf } from "./sections-of.js";
import { shell } from "./shell.js";

export function page(assessment: Assessment, key: string): string {
  const title = plain(headline(assessment).parts.join(" · "));
  return shell(`${title} · ${assessment.subject}`, body(assessment, key, sectionsOf(assessment, key)));
}

function body(assessment: Assessment, key: string, sections: readonly Section[]): Markup {
  return html`<body>
<a class="skip" href="#report">Skip to the report</a>
<header class="top">
<p class="product">Migration Gate for Postgres · <code>${assessment.subject}</code></p>
${banner(assessment)}
<nav aria-label="Contents"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
</header>
<main id="report">
${sections.map(sectionMarkup)}</main>
<footer>${footer(assessment, key)}</footer>
</body>
`;
}

function footer(assessment: Assessment, key: string): Markup {
  const { tool, digest } = assessment;
  return html`<p>Plan <code>${digest}</code></p>
<p>${tool.name} ${tool.version} · ${engineSentence(assessment)} · key <code>${key}</code> · this page loads nothing and runs no scripts</p>
`;
}

function plain(text: string): string {
  return text.replace(/`/gu, "");
}
