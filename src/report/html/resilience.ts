import type { Assessment } from "../../model/assessment.js";
import type { AwkwardPath, EmptyPath } from "../../model/awkward.js";
import type { Interruption, Rehearsal } from "../../model/rehearsal.js";
import { count, counted, listed } from "../words/count.js";
import { bareRelation } from "./bare-relation.js";
import { dataTable } from "./data-table.js";
import { html, type Markup } from "./markup.js";
import { schemaTable } from "./schema-table.js";
import { type Section, section } from "./section.js";
import { signTag } from "./tag.js";

/** A second run, a crash, awkward rows, no rows at all. */
export function resilience({ rehearsal }: Assessment): Section | null {
  if (rehearsal === null) return null;
  const parts = [again(rehearsal), crashes(rehearsal.interruption), awkward(rehearsal.awkward), empty(rehearsal)];
  return parts.every((part) => part === null) ? null : section("resilience", "When things are not as planned", parts);
}

const RERUN = {
  idempotent: ["good", "The second run changes nothing."],
  changes: ["open", "The second run succeeds and changes something again."],
  fails: ["open", "The second run stops:"],
} as const;

function again({ rerun }: Rehearsal): Markup | null {
  if (rerun.status === "not-applicable") return null;
  const [sign, sentence] = RERUN[rerun.status];
  return html`<h3>Run twice in a row</h3><p>${signTag(sign)} ${sentence} ${rerun.error?.message ?? null}</p>\n`;
}

const OUTCOME = {
  converges: ["good", "ends as undisturbed"],
  stuck: ["open", "the second run fails"],
  diverges: ["bad", "ends with another schema"],
  "invalid-index": ["bad", "leaves an invalid index"],
} as const;

function crashes(all: readonly Interruption[]): Markup | null {
  if (all.length === 0) return null;
  return html`<h3>Crash, then run again</h3>
${dataTable({
  caption: "Where it was cut off, and what the same migration did when it was run again from its start",
  columns: [{ head: "Cut" }, { head: "Result" }, { head: "Seen" }],
  rows: all.map(({ migration, statement, cut, outcome, error, invalidIndexes }) => {
    const [sign, words] = OUTCOME[outcome];
    return [
      `${cut} statement ${statement + 1} of ${migration}`,
      signTag(sign),
      `${[words, ...(error === null ? [] : [error.message]), ...invalidIndexes].join(": ")}`,
    ];
  }),
})}`;
}

function awkward(path: AwkwardPath | null): Markup | null {
  if (path === null || path.filled.length + path.unfilled.length === 0) return null;
  return html`<h3>On awkward rows</h3>
<p class="quiet">Tables filled with rows as awkward as their schema allows, then the same change.</p>
${failures(path)}${dataTable({
  caption: "The rows that were put in",
  columns: [{ head: "Table" }, { head: "Rows", kind: "number" }, { head: "What they hold" }],
  rows: [
    ...path.filled.map(({ relation, rows, what }) => [bareRelation(relation), count(rows), what.join(", ")]),
    ...path.unfilled.map(({ relation, reason }) => [bareRelation(relation), "0", `took none: ${reason}`]),
  ],
})}${path.schemaDiffers.length === 0 ? null : schemaTable("The schema differs with these rows", ["Without them", "With them"], path.schemaDiffers)}`;
}

function failures({ failures: all, completed, back }: AwkwardPath): Markup {
  const sentence = all.length > 0 ? null : completed ? html`<p>${signTag("good")} Every statement goes through.</p>\n` : null;
  const lines = all.map(({ migration, statement, error, relations }) => [
    `statement ${statement + 1} of ${migration}`,
    `${error.message} (${error.sqlstate})${error.detail === null ? "" : `: ${error.detail}`}`,
    listed(relations.map(bareRelation), 4),
  ]);
  const table = dataTable({
    caption: "Statements that these rows made fail",
    columns: [{ head: "Statement" }, { head: "The server said" }, { head: "Rows of" }],
    rows: lines,
  });
  return html`${sentence}${all.length === 0 ? null : table}${back === null ? null : html`<p>${backWords(back)}</p>\n`}`;
}

function backWords({ error, rowsLost, valuesLost, columns }: NonNullable<AwkwardPath["back"]>): Markup {
  if (error !== null) return html`${signTag("bad")} Going back fails: ${error.message}`;
  if (rowsLost + valuesLost + columns.length === 0) return html`${signTag("good")} Going back brings every value back.`;
  const lost = [...(rowsLost > 0 ? [counted(rowsLost, "row")] : []), ...(valuesLost > 0 ? [counted(valuesLost, "value")] : [])];
  const words =
    lost.length === 0
      ? "values come back as others"
      : `${lost.join(" and ")} ${rowsLost + valuesLost === 1 ? "does" : "do"} not come back`;
  return html`${signTag("bad")} Going back: ${words} (${listed(columns, 6)}).`;
}

function empty({ empty: path }: Rehearsal): Markup | null {
  if (path === null) return null;
  const { error, schemaDiffers } = path;
  return html`<h3>Without the seed</h3>
<p>${emptyWords(path)}</p>
${error !== null || schemaDiffers.length === 0 ? null : schemaTable("The schema differs without the seed", ["With rows", "Without"], schemaDiffers)}`;
}

function emptyWords({ error, schemaDiffers }: EmptyPath): Markup {
  if (error !== null)
    return html`${signTag("bad")} Statement ${error.statement + 1} of ${error.migration} fails without rows: ${error.message}`;
  if (schemaDiffers.length > 0) return html`${signTag("bad")} The files alone make another schema than with rows.`;
  return html`${signTag("good")} The files alone make the same schema.`;
}
