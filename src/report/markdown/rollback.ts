import type { Assessment } from "../../model/assessment.js";
import type { SchemaDifference } from "../../model/rehearsal.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownFence } from "../escape/markdown-fence.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { rollbackChecks } from "../facts/rollback-checks.js";
import { writtenWayBack } from "../facts/written-way-back.js";
import { count } from "../words/count.js";
import type { Detail } from "./detail.js";
import { details } from "./details.js";
import { markdownTable } from "./table.js";

const SIGN = { good: "✅ yes:", bad: "❌ no:", open: "❔" } as const;

/** Up → down → up again, each compared with what was there before. Open whenever a check fails. */
export function rollback(assessment: Assessment, { items }: Detail): string | null {
  const { rehearsal } = assessment;
  const checks = rollbackChecks(assessment);
  if (rehearsal === null || checks.length === 0) return null;
  const rows = checks.map(({ check, sign, sentence }) => [check, `${SIGN[sign]} ${markdownProse(sentence)}`]);
  const body = [
    markdownTable(["Check", "Result"], "<<", rows),
    ...destroyed(rehearsal.rollback.destroys, items),
    ...offered(assessment),
    ...differences(rehearsal.rollback.differences, items),
  ];
  const bad = checks.some(({ sign }) => sign === "bad");
  return details(
    `<b>Rollback proof</b>${rehearsal.rollback.upAgainEqual === null ? ": not complete" : ": up → down → up on the same database"}`,
    body.join("\n\n"),
    bad,
  );
}

function offered(assessment: Assessment): string[] {
  const written = writtenWayBack(assessment);
  if (written === null) return [];
  const sentence = `<b>A way back.</b> ${markdownProse(written.sentence, 600)}`;
  return [written.sql === null ? sentence : `${sentence}\n\n${markdownFence(written.sql, "sql")}`];
}

function destroyed(destroys: readonly string[], items: number | null): string[] {
  if (destroys.length === 0) return [];
  return [
    `Going back destroys:\n\n${bullets(
      destroys.map((each) => markdownProse(each, 300)),
      items,
    )}`,
  ];
}

function differences(all: readonly SchemaDifference[], items: number | null): string[] {
  if (all.length === 0) return [];
  const lines = all.map(
    ({ kind, object, before, after }) => `${markdownProse(kind)} ${markdownCode(object)}: ${side(before)} → ${side(after)}`,
  );
  return [`Differs from the schema before:\n\n${bullets(lines, items)}`];
}

function side(definition: string | null): string {
  return definition === null ? "*absent*" : markdownCode(definition, 160);
}

function bullets(lines: readonly string[], items: number | null): string {
  const shown = lines.slice(0, items ?? lines.length).map((line) => `- ${line}`);
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? [`- and ${count(left)} more`] : [])].join("\n");
}
