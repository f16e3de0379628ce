import type { Assessment } from "../../model/assessment.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownProse } from "../escape/markdown-prose.js";
import type { LockWindow } from "../facts/lock-windows.js";
import { shortPath } from "../facts/short-path.js";
import { worstFirst } from "../facts/standing.js";
import { type FileRows, findingsElsewhere, type StatementRow, statementRows } from "../facts/statement-rows.js";
import { count, counted } from "../words/count.js";
import { duration } from "../words/duration.js";
import { HAZARD_NAME } from "../words/hazard-name.js";
import { lockModeName } from "../words/lock-mode-name.js";
import { relation } from "../words/name.js";
import { statementHead } from "../words/statement-head.js";
import type { Detail } from "./detail.js";
import { findingLine, placeOf } from "./finding-line.js";
import { markdownTable } from "./table.js";

/** One table a file, in the order that the statements run; then what no statement carries. */
export function statements(assessment: Assessment, { rows: most }: Detail): string | null {
  const files = statementRows(assessment);
  const all = files.flatMap(({ rows }) => rows);
  const shown = new Set([...all].sort(worstRowFirst).slice(0, most ?? all.length));
  const parts = files.flatMap((file) => fileTable(assessment, file, shown));
  const left = all.filter((row) => !shown.has(row)).sort(worstRowFirst);
  if (left.length > 0) parts.push(`and ${counted(left.length, "more statement")}, none worse than ${worstOf(left)}.`);
  const tables = parts.length === 0 ? [] : ["### Statement by statement", ...parts];
  return [...tables, ...elsewhere(assessment, files, most)].join("\n\n") || null;
}

function fileTable(
  assessment: Assessment,
  { file, rows, quiet, unproven }: FileRows,
  shown: ReadonlySet<StatementRow>,
): string[] {
  const cells = rows.filter((row) => shown.has(row)).map(rowCells);
  if (cells.length === 0) return [];
  const rest = [
    ...(quiet > 0 ? [["", `*${counted(quiet, "more statement")} ran: nothing found, no new wait*`, "", "", ""]] : []),
    ...(unproven > 0 ? [["", `*${counted(unproven, "more statement")}: nothing found, **not executed***`, "", "", ""]] : []),
  ];
  return [
    markdownTable(["#", markdownCode(shortPath(assessment, file)), "Lock", "Own time", "Finding"], "><<><", [...cells, ...rest]),
  ];
}

function rowCells(row: StatementRow): string[] {
  const { number, statement, step, findings } = row;
  const failed = step?.error ?? null;
  const error =
    failed === null
      ? []
      : [`⛔ **failed**: ${markdownProse(failed.message, 300)} (SQLSTATE ${markdownCode(failed.sqlstate, 10)})`];
  return [
    String(number),
    `L${statement.place.line} ${markdownCode(statementHead(statement.text, 60))}`,
    lockCell(row),
    step === null ? "not run" : step.error !== null ? "failed" : unbroken(duration(step.durationMs)),
    [...findings.map(findingLine), ...(findings.length === 0 ? error : [])].join("<br>"),
  ];
}

function lockCell({ opens, under, step }: StatementRow): string {
  if (step === null) return "not seen";
  if (opens.length > 0) return opens.map(openedLock).join("<br>");
  if (under !== null) return `(under ${under})`;
  if (step.error !== null) return "failed before any";
  return step.locksSeen ? "nobody waits" : "not seen by this engine";
}

function openedLock({ mode, reads, relation: key, heldMs, during }: LockWindow): string {
  const modeName = reads ? `**${lockModeName(mode)}**` : lockModeName(mode);
  return `${modeName} on ${markdownProse(relation(key))}${during.length > 1 ? ", kept to COMMIT" : ""}: **${unbroken(duration(heldMs))}**`;
}

/** Narrow columns would break a number from its unit. */
function unbroken(text: string): string {
  return text.replace(/ /gu, "&nbsp;");
}

function elsewhere(assessment: Assessment, files: readonly FileRows[], most: number | null): string[] {
  const findings = findingsElsewhere(assessment, files);
  if (findings.length === 0) return [];
  const lines = findings
    .slice(0, most ?? findings.length)
    .map((finding) => `- ${placeOf(assessment, finding)}: ${findingLine(finding)}`);
  const left = findings.slice(lines.length);
  const first = left[0];
  if (first !== undefined)
    lines.push(`- and ${count(left.length)} more, none worse than ${first.severity}: ${HAZARD_NAME[first.hazard]}`);
  return ["### Files and the way back", lines.join("\n")];
}

function worstRowFirst(one: StatementRow, other: StatementRow): number {
  const [first, second] = [one.findings[0], other.findings[0]];
  if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
  return worstFirst(first, second);
}

function worstOf(rows: readonly StatementRow[]): string {
  const worst = rows[0]?.findings[0];
  return worst === undefined ? "a lock" : `${worst.severity}: ${HAZARD_NAME[worst.hazard]}`;
}
