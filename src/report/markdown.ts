import type { Assessment } from "../model/assessment.js";
import { markdownCode } from "./escape/markdown-code.js";
import { brief } from "./markdown/brief.js";
import { caution } from "./markdown/caution.js";
import { created } from "./markdown/created.js";
import { decide } from "./markdown/decide.js";
import { type Detail, TIERS } from "./markdown/detail.js";
import { fix } from "./markdown/fix.js";
import { heading } from "./markdown/heading.js";
import { impacts } from "./markdown/impacts.js";
import { allowed, limits } from "./markdown/limits.js";
import { promises } from "./markdown/promises.js";
import { rollback } from "./markdown/rollback.js";
import { statements } from "./markdown/statements.js";
import { summary } from "./markdown/summary.js";
import { timeline } from "./markdown/timeline.js";
import { reportMarker } from "./marker.js";
import type { Reporter, ReportOptions } from "./reporter.js";

/** The comment on the pull request: verdict, who waits, way back, next step, decision; the rest folds. */
export const markdown: Reporter = {
  id: "markdown",
  extension: "md",
  render(assessment, options) {
    const short = brief(assessment);
    if (short !== null) return page([...top(assessment, options), short], "\n");
    for (const tier of TIERS) {
      const text = full(assessment, options, tier);
      if (options.limit === null || text.length <= options.limit) return text;
    }
    return page([...top(assessment, options), leftOut("everything but the verdict", options), footer(assessment, options)]);
  },
};

function full(assessment: Assessment, options: ReportOptions, detail: Detail): string {
  const sections = [
    allowed(assessment, detail),
    impacts(assessment, detail),
    statements(assessment, detail),
    detail.timeline ? timeline(assessment) : null,
    fix(assessment, detail),
    promises(assessment, detail),
    rollback(assessment, detail),
    created(assessment, detail),
    limits(assessment, detail),
  ];
  return page([
    ...top(assessment, options),
    caution(assessment),
    summary(assessment),
    detail.leftOut === null ? null : leftOut(detail.leftOut, options),
    ...(detail.sections ? sections : []),
    decide(assessment),
    footer(assessment, options),
  ]);
}

function top(assessment: Assessment, { key }: ReportOptions): string[] {
  return [`${reportMarker(key, assessment.digest)}\n${heading(assessment)}`];
}

function leftOut(what: string, { fullReportUrl }: ReportOptions): string {
  const where = link("the full report", fullReportUrl) ?? "the JSON report of this run (`--report json`)";
  return `> [!NOTE]\n> Shortened to fit a comment. Left out: ${what}. The whole is in ${where}.`;
}

function footer({ digest, tool }: Assessment, { fullReportUrl }: ReportOptions): string {
  const report = link("Full report", fullReportUrl);
  return `<sub>${[...(report === null ? [] : [report]), `plan ${markdownCode(digest.slice(0, 8))}`, `${tool.name} ${tool.version}`].join(" · ")}</sub>`;
}

function link(label: string, url: string | null): string | null {
  return url === null || !/^https?:\/\/[^\s<>()"'`\\]+$/u.test(url) ? null : `[${label}](${url})`;
}

function page(sections: readonly (string | null)[], between = "\n\n"): string {
  return `${sections.filter((section) => section !== null).join(between)}\n`;
}
