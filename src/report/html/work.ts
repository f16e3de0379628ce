import type { Assessment } from "../../model/assessment.js";
import type { Step } from "../../model/rehearsal.js";
import type { ReadMigration, Statement } from "../../model/statement.js";
import { shortPath } from "../facts/short-path.js";
import { count, counted, listed } from "../words/count.js";
import { duration } from "../words/duration.js";
import { lockModeName } from "../words/lock-mode-name.js";
import { statementHead } from "../words/statement-head.js";
import { bareRelation } from "./bare-relation.js";
import { bytes } from "./bytes.js";
import { dataTable } from "./data-table.js";
import { html, type Insertion, type Markup } from "./markup.js";
import { type Section, section } from "./section.js";

/** Every statement of the change with what it did here; going back in a table of its own. */
export function work(assessment: Assessment): Section | null {
  if (assessment.migrations.length === 0) return null;
  const files = assessment.migrations.map((migration) => file(migration, assessment));
  return section("statements", "Statement by statement", files);
}

function file({ id, up, down }: ReadMigration, assessment: Assessment): Markup {
  return html`<h3>${shortPath(assessment, up.file)}</h3>
${script(up.statements, id, "up", assessment)}${
  down === null
    ? html`<p class="quiet">No way back is written.</p>\n`
    : html`<details><summary>Going back: ${shortPath(assessment, down.file)}, ${counted(down.statements.length, "statement")}</summary>
${script(down.statements, id, "down", assessment)}</details>
`
}`;
}

function script(statements: readonly Statement[], id: string, phase: "up" | "down", { rehearsal }: Assessment): Markup {
  const steps = new Map(
    (rehearsal?.steps ?? [])
      .filter((step) => step.phase === phase && step.migration === id)
      .map((step) => [step.statement, step]),
  );
  if (statements.length === 0) return html`<p class="quiet">No statements.</p>\n`;
  return dataTable({
    caption: `${counted(statements.length, "statement")}${rehearsal === null ? ", not rehearsed" : ", as they ran here"}`,
    columns: [
      { head: "Statement" },
      { head: "Line", kind: "number" },
      { head: "Took", kind: "number" },
      { head: "Rows changed", kind: "number" },
      { head: "WAL", kind: "number" },
      { head: "Read in full" },
      { head: "Rewritten" },
      { head: "Locks on existing tables" },
    ],
    rows: statements.map((statement) => row(statement, steps.get(statement.index) ?? null)),
  });
}

function row({ index, text, place }: Statement, step: Step | null): Insertion[] {
  const name = html`<span class="quiet">${index + 1}</span> <code>${statementHead(text, 140)}</code>${step === null ? null : failure(step)}`;
  if (step === null) return [name, place.line, "not run", "", "", "", "", ""];
  const { durationMs, rowsChanged, walBytes, scans, rewrites, locks } = step;
  return [
    name,
    place.line,
    duration(durationMs),
    count(rowsChanged),
    bytes(walBytes),
    listed(
      scans.map(({ relation, rows }) => `${bareRelation(relation)} (${counted(rows, "row")})`),
      4,
    ),
    listed(rewrites.map(bareRelation), 4),
    listed(
      locks.map(({ relation, mode, heldMs }) => `${bareRelation(relation)}: ${lockModeName(mode)}, ${duration(heldMs)}`),
      4,
    ),
  ];
}

function failure({ error, notices }: Step): Markup {
  const warnings = notices.filter(({ severity }) => severity === "WARNING").map(({ message }) => message);
  return html`${
    error === null ? null : html`<br><span class="tag bad">${error.sqlstate}</span> ${error.message} ${error.detail}`
  }${warnings.slice(0, 3).map((message) => html`<br><span class="quiet">Warning: ${message}</span>`)}`;
}
