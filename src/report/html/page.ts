import { createHash } from "node:crypto";
import type { Assessment } from "../../model/assessment.js";
import { headline } from "../facts/headline.js";
import { engineSentence } from "../facts/scope.js";
import { banner } from "./banner.js";
import { changes } from "./changes.js";
import { coverage } from "./coverage.js";
import { findings } from "./findings.js";
import { impacts } from "./impacts.js";
import { lockTimeline } from "./lock-timeline.js";
import { html, type Markup } from "./markup.js";
import { oldCode } from "./old-code.js";
import { probes } from "./probes.js";
import { promises } from "./promises.js";
import { reproduce } from "./reproduce.js";
import { resilience } from "./resilience.js";
import { rollback } from "./rollback.js";
import { type Section, sectionMarkup } from "./section.js";
import { space } from "./space.js";
import { STYLE } from "./style.js";
import { work } from "./work.js";

/** Nothing is loaded, nothing runs, and the one style is named by its hash: text of a change can do no more than be read. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

export function page(assessment: Assessment, key: string): string {
  const sections = [
    changes(assessment),
    findings(assessment),
    impacts(assessment),
    lockTimeline(assessment),
    probes(assessment),
    work(assessment),
    space(assessment),
    promises(assessment),
    rollback(assessment),
    resilience(assessment),
    oldCode(assessment),
    coverage(assessment),
    reproduce(assessment, key),
  ].filter((section) => section !== null);
  const title = plain(headline(assessment).parts.join(" · "));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${html`${title} · ${assessment.subject}`.toString()}</title>
<style>${STYLE}</style>
</head>
${body(assessment, key, sections).toString()}</html>
`;
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
