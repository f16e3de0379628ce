import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import { clip } from "../escape/clip.js";
import { oneLine } from "../escape/one-line.js";
import { visible } from "../escape/visible.js";
import { fingerprints } from "../facts/fingerprints.js";
import { type Mark, openMarks } from "../facts/open-marks.js";
import { standing } from "../facts/standing.js";
import { evidenceSentence } from "../words/evidence-words.js";
import { fixes } from "./fixes.js";
import { LEVEL } from "./level.js";
import { physicalLocation } from "./physical-location.js";

/** What counts and what a comment in the SQL allows, worst first; what the rehearsal refuted is no result. */
export function results(assessment: Assessment, ruleIds: readonly string[]): unknown[] {
  const allowed = standing(assessment).allowed.map((finding): Mark => {
    const { id, rule, message, place } = finding;
    return { id, rule, text: message, place, finding };
  });
  const marks = [...openMarks(assessment), ...allowed];
  const prints = fingerprints(marks.map(({ id }) => id));
  return marks.map((mark, at) => result(mark, prints[at] ?? "", ruleIds.indexOf(visible(mark.rule)), assessment));
}

/** `primaryLocationLineHash` is the one fingerprint that GitHub reads; ours survives a move of the line. */
function result(mark: Mark, fingerprint: string, ruleIndex: number, assessment: Assessment): unknown {
  const { finding, rule, place } = mark;
  return {
    ruleId: visible(rule),
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: finding === null ? "error" : LEVEL[finding.severity],
    message: { text: finding === null ? literal(oneLine(mark.text)) : messageOf(finding) },
    locations: [{ physicalLocation: physicalLocation(place), ...logical(finding) }],
    partialFingerprints: { "migrationGate/v1": fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    ...(finding === null || finding.suppressed === null ? {} : { suppressions: [suppression(finding.suppressed.reason)] }),
    ...(finding === null ? {} : fixes(finding)),
    properties: propertiesOf(finding, assessment),
  };
}

function messageOf(finding: Finding): string {
  const parts = [finding.message, evidenceSentence(finding), `Instead: ${finding.remedy}`];
  return literal(clip(parts.map(oneLine).join(" "), 4_000));
}

/** In a message `{0}` is a placeholder and `[text](target)` a link (SARIF 2.1.0, 3.11.5 and 3.11.6): text of a change is neither. */
function literal(text: string): string {
  return text.replace(/\{(?=\d+\})/gu, "{ ").replace(/\]\(/gu, "] (");
}

function suppression(reason: string): unknown {
  return { kind: "inSource", status: "accepted", justification: oneLine(reason) };
}

function logical(finding: Finding | null): object {
  const table = finding?.table ?? null;
  if (table === null) return {};
  const name = visible(table.name);
  const fullyQualifiedName = table.schema === null ? name : `${visible(table.schema)}.${name}`;
  return { logicalLocations: [{ name, fullyQualifiedName, kind: "object" }] };
}

function propertiesOf(finding: Finding | null, { verdict }: Assessment): unknown {
  if (finding === null) return { decision: verdict.decision };
  const { id, evidence, hazard, migration, direction, statement, proof, fix } = finding;
  return {
    id,
    evidence,
    hazard,
    migration,
    direction,
    statement: statement === null ? null : statement + 1,
    proof,
    ...(fix === null
      ? {}
      : { fixSql: fix.sql, fixVerified: fix.verified, fixRole: fix.role ?? "instead", fixProof: fix.proof ?? null }),
  };
}
