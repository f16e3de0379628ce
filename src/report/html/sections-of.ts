import type { Assessment } from "../../model/assessment.js";
import { changes } from "./changes.js";
import { coverage } from "./coverage.js";
import { findings } from "./findings.js";
import { impacts } from "./impacts.js";
import { lockTimeline } from "./lock-timeline.js";
import { oldCode } from "./old-code.js";
import { plan } from "./plan.js";
import { probes } from "./probes.js";
import { promises } from "./promises.js";
import { reproduce } from "./reproduce.js";
import { resilience } from "./resilience.js";
import { rollback } from "./rollback.js";
import type { Section } from "./section.js";
import { space } from "./space.js";
import { work } from "./work.js";

/** Everything below the verdict, in the order of the page. */
export function sectionsOf(assessment: Assessment, key: string): readonly Section[] {
  return [
    changes(assessment),
    findings(assessment),
    impacts(assessment),
    lockTimeline(assessment),
    probes(assessment),
    work(assessment),
    space(assessment),
    promises(assessment),
    plan(assessment),
    rollback(assessment),
    resilience(assessment),
    oldCode(assessment),
    coverage(assessment),
    reproduce(assessment, key),
  ].filter((section) => section !== null);
}
