import { createHash } from "node:crypto";
import { guardId } from "../gate/guarded-files.js";
import type { Assessment } from "../model/assessment.js";

type Judged = Pick<Assessment, "findings">;

/** Ids of the findings that hold a change, in order; one hash of them where they are more than `most`. */
export function heldFindings(assessment: Judged, most: number): readonly string[] {
  const ids = [...new Set(holding(assessment).map(({ id }) => id))].toSorted();
  if (ids.length <= most) return ids;
  // Which edits of the gate itself the report told of has to be known one by one.
  const guarded = holding(assessment).flatMap(({ id, place }) => (id === guardId(place.file) ? [id] : []));
  return [hashOf(ids), ...guarded.slice(0, most)];
}

/** Hazard classes of the same findings, in order. */
export function heldHazards(assessment: Judged): readonly string[] {
  return [...new Set(holding(assessment).map(({ hazard }) => hazard))].toSorted();
}

function holding({ findings }: Judged) {
  return findings.filter(
    ({ severity, suppressed, evidence }) => severity === "error" && suppressed === null && evidence !== "refuted",
  );
}

function hashOf(ids: readonly string[]): string {
  return createHash("sha256").update(ids.join()).digest("hex");
}
