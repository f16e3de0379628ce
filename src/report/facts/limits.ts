import type { Assessment } from "../../model/assessment.js";
import type { Unseen } from "../../model/coverage.js";
import { count } from "../words/count.js";
import { name, relation } from "../words/name.js";

/** What the verdict rests on and what nobody looked at, a sentence each, gaps that matter first; `gaps` false where they are told elsewhere. */
export function limits(assessment: Assessment, { gaps }: { readonly gaps: boolean } = { gaps: true }): string[] {
  const { coverage, rehearsal, history } = assessment;
  const { statements, parsed, executed } = coverage;
  const unseen = gaps ? coverage.unseen : [];
  return [
    ...engineLines(assessment),
    `Coverage: ${count(parsed)} of ${count(statements)} statements parsed, ${count(executed)} of ${count(statements)} executed.`,
    ...sizeLine(rehearsal),
    ...generatedLine(rehearsal),
    ...[...unseen].sort((one, other) => Number(other.blocking) - Number(one.blocking)).map(gap),
    ...(rehearsal?.worldProblems ?? [])
      .slice(0, 5)
      .map(({ file, message }) => `The world before the change is not the real one: ${name(file)} failed: ${message}.`),
    `Files read as ${name(history.format)}: ${history.formatReason.replace(/\.$/u, "")}. ${count(history.settled)} settled before this change.`,
    ...(rehearsal === null
      ? []
      : [
          "Never seen here: your traffic, your replicas, autovacuum, and the wait for a lock that somebody else holds. Times are this machine's, on the rows named.",
        ]),
  ];
}

function engineLines({ rehearsal }: Assessment): string[] {
  if (rehearsal === null) return ["Nothing was rehearsed: every finding is a prediction from the SQL alone."];
  const { engine, outcome, outcomeReason, invalidIndexes } = rehearsal;
  return [
    `PostgreSQL ${engine.version}, engine ${name(engine.id)}: ${engine.reason}`,
    ...(outcome === "completed" ? [] : [`The rehearsal did not complete: ${outcomeReason ?? outcome}`]),
    ...(invalidIndexes.length === 0 ? [] : [`Left behind invalid: ${invalidIndexes.map((each) => name(each)).join(", ")}.`]),
  ];
}

/** Differences below this are pages of the catalog and a table's first page. */
const SHOWN_BYTES = 1_000_000;

function sizeLine(rehearsal: Assessment["rehearsal"]): string[] {
  if (rehearsal === null) return [];
  const grown = rehearsal.sizes
    .filter(({ beforeBytes, afterBytes }) => Math.abs((afterBytes ?? 0) - (beforeBytes ?? 0)) >= SHOWN_BYTES)
    .slice(0, 4)
    .map(({ relation: key, beforeBytes, afterBytes }) => `${relation(key)} ${megabytes(beforeBytes)} → ${megabytes(afterBytes)}`);
  const temporary =
    (rehearsal.temporaryBytes ?? 0) >= SHOWN_BYTES ? [`${megabytes(rehearsal.temporaryBytes)} of temporary files`] : [];
  const parts = [...grown, ...temporary];
  return parts.length === 0 ? [] : [`Space, with indexes, on the rows here: ${parts.join(", ")}.`];
}

/** Tables named one by one. */
const NAMED = 4;

function generatedLine(rehearsal: Assessment["rehearsal"]): string[] {
  const { tables, unfilled, refused } = rehearsal?.generated ?? { tables: [], unfilled: [], refused: null };
  if (tables.length === 0 && unfilled.length === 0) return [];
  const named = tables.slice(0, NAMED).map(({ relation: key, rows }) => `${relation(key)} ${count(rows)}`);
  const more = tables.length > NAMED ? [`${count(tables.length - NAMED)} more tables`] : [];
  const made = tables.length === 0 ? [] : [`Rows made from the schema: ${[...named, ...more].join(", ")}.`];
  const left = unfilled.slice(0, NAMED).map(({ relation: key, reason }) => `${relation(key)} (${reason})`);
  const without = left.length === 0 ? [] : [`Fewer than asked for: ${left.join(", ")}.`];
  const again =
    refused === null
      ? []
      : [
          `The change fails on them (${refused.message}), which production's rows may not share, so it was rehearsed without them.`,
        ];
  return [[...made, ...without, ...again].join(" ")];
}

function megabytes(bytes: number | null): string {
  return bytes === null ? "absent" : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function gap({ what, why, place, blocking }: Unseen): string {
  const where = place === null ? "" : ` (${name(place.file)} L${place.line})`;
  return `${blocking ? "Not seen, and it matters" : "Not seen"}: ${what}${where}: ${why}`;
}
