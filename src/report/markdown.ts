import type { Assessment } from "../model/assessment.js";
import { body } from "./markdown/body.js";
import { brief } from "./markdown/brief.js";
import { decide } from "./markdown/decide.js";
import { type Detail, TIERS } from "./markdown/detail.js";
import { footer } from "./markdown/footer.js";
import { heading } from "./markdown/heading.js";
import { leftOut } from "./markdown/left-out.js";
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
    return page([
      ...top(assessment, options),
      leftOut("everything but the verdict", options.fullReportUrl),
      footer(assessment, options.fullReportUrl),
    ]);
  },
};

function full(assessment: Assessment, options: ReportOptions, detail: Detail): string {
  return page([
    ...top(assessment, options),
    ...body(assessment, detail, options.fullReportUrl),
    decide(assessment),
    footer(assessment, options.fullReportUrl),
  ]);
}

function top(assessment: Assessment, { key }: ReportOptions): string[] {
  return [`${reportMarker(key, assessment.digest)}\n${heading(assessment)}`];
}

function page(sections: readonly (string | null)[], between = "\n\n"): string {
  return `${sections.filter((section) => section !== null).join(between)}\n`;
}
