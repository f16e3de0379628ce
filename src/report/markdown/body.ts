import type { Assessment } from "../../model/assessment.js";
import { caution } from "./caution.js";
import { created } from "./created.js";
import type { Detail } from "./detail.js";
import { fix } from "./fix.js";
import { impacts } from "./impacts.js";
import { leftOut } from "./left-out.js";
import { allowed, limits } from "./limits.js";
import { plan } from "./plan.js";
import { promises } from "./promises.js";
import { rollback } from "./rollback.js";
import { statements } from "./statements.js";
import { summary } from "./summary.js";
import { timeline } from "./timeline.js";

/** All that a comment says of a database between its heading and the decision. */
export function body(assessment: Assessment, detail: Detail, fullReportUrl: string | null): readonly string[] {
  const sections = () => [
    allowed(assessment, detail),
    impacts(assessment, detail),
    statements(assessment, detail),
    detail.timeline ? timeline(assessment) : null,
    fix(assessment, detail),
    promises(assessment, detail),
    plan(assessment, detail),
    rollback(assessment, detail),
    created(assessment, detail),
    limits(assessment, detail),
  ];
  return [
    caution(assessment),
    summary(assessment),
    detail.leftOut === null ? null : leftOut(detail.leftOut, fullReportUrl),
    ...(detail.sections ? sections() : []),
  ].filter((section) => section !== null);
}
