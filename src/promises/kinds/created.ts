import type { PromiseAnswer, Question } from "../../model/promise.js";
import type { Rehearsal } from "../../model/rehearsal.js";
import type { PromiseSettings } from "../../settings/promises.js";
import type { Check } from "../claim.js";
import { compareValue } from "../compare-value.js";
import { valueText } from "../judge-expectation.js";
import { columnSql, tableSql } from "../sql-name.js";
import { toleranceOf } from "../tolerance-of.js";
import { number, rows, toleranceWords } from "../words.js";
import { partsCheck } from "./figures.js";

type Created = NonNullable<PromiseSettings["created"]>;
type RowsOf = NonNullable<Created["rows"]>[string];

/** Counts of what the change makes: objects by kind, rows by table; and the plan's own arithmetic. */
export function createdChecks({ rows: byTable = {}, ...kinds }: Created, { tolerate }: PromiseSettings): Check[] {
  return [
    ...Object.entries(kinds).flatMap(([kind, wanted]) => (typeof wanted === "number" ? [objectCheck(kind, wanted)] : [])),
    ...Object.entries(byTable).flatMap(([table, wanted]) => rowChecks(table, wanted, tolerate)),
  ];
}

function objectCheck(written: string, wanted: number): Check {
  const kind = written.replaceAll(/[-_]/gu, " ");
  return {
    kind: "seen",
    moment: "after",
    subject: kind,
    asked: `${kind} that the change creates`,
    expected: `= ${number(wanted)}`,
    judge: ({ created }: Rehearsal) => {
      const count = created.find((each) => each.kind === kind)?.names.length ?? 0;
      return { status: count === wanted ? "kept" : "broken", found: number(count) };
    },
  };
}

function rowChecks(table: string, wanted: RowsOf, around: PromiseSettings["tolerate"]): Check[] {
  const { total, parts = {}, by, tolerate = around } = typeof wanted === "number" ? { total: wanted } : wanted;
  const subject = `rows of ${table}`;
  const own = rowCheck(table, subject, total, tolerate);
  if (Object.keys(parts).length === 0) return [own];
  return [partsCheck(subject, total, parts), own, ...(by === undefined ? [] : [partCheck(table, by, parts, tolerate)])];
}

function rowCheck(table: string, subject: string, total: number, tolerate: PromiseSettings["tolerate"]): Check {
  const tolerance = toleranceOf(tolerate);
  const sql = `select count(*) as rows from ${tableSql(table)}`;
  return {
    kind: "asked",
    moment: "after",
    subject,
    asked: `${subject} that the change adds`,
    expected: `= ${number(total)}${toleranceWords(tolerance)}`,
    questions: beforeAndAfter(sql),
    takesRefusals: true,
    judge: ([after, before]) => {
      const [now, then] = [countIn(after), countIn(before)];
      if (now === null) return refused(after);
      const made = now - (then ?? 0);
      const { kept } = compareValue(String(made), { kind: "compare", operator: "=", value: String(total) }, tolerance);
      const gap = made === total ? "" : `, ${number(Math.abs(total - made))} ${made < total ? "fewer" : "more"}`;
      return { status: kept ? "kept" : "broken", found: `${rows(made)} added${gap}` };
    },
  };
}

function partCheck(
  table: string,
  by: string,
  parts: Readonly<Record<string, number>>,
  tolerate: PromiseSettings["tolerate"],
): Check {
  const tolerance = toleranceOf(tolerate);
  const sql = `select ${columnSql(by)} as part, count(*) as rows from ${tableSql(table)} group by 1 order by 1`;
  return {
    kind: "asked",
    moment: "after",
    subject: `parts of ${table}`,
    asked: `rows that the change adds to ${table}, by ${by}`,
    expected: `${listed(Object.entries(parts))}${toleranceWords(tolerance)}`,
    questions: beforeAndAfter(sql),
    takesRefusals: true,
    judge: ([after, before]) => {
      if (after?.kind !== "rows") return refused(after);
      const then = partsIn(before);
      const made = [...partsIn(after)].flatMap(([part, now]): [string, number][] => {
        const more = now - (then.get(part) ?? 0);
        return more === 0 ? [] : [[part, more]];
      });
      const names = new Set([...Object.keys(parts), ...made.map(([part]) => part)]);
      const counted = new Map(made);
      const kept = [...names].every((name) => {
        const expectation = { kind: "compare", operator: "=", value: String(parts[name] ?? 0) } as const;
        return compareValue(String(counted.get(name) ?? 0), expectation, tolerance).kept;
      });
      return { status: kept ? "kept" : "broken", found: made.length === 0 ? "no rows" : listed(made) };
    },
  };
}

function beforeAndAfter(sql: string): readonly Question[] {
  const question = { statement: null, sql, want: "rows" } as const;
  return [
    { ...question, moment: "after" },
    { ...question, moment: "before" },
  ];
}

function refused(answer: PromiseAnswer | undefined) {
  const note = answer?.kind === "refused" ? `the server says: ${answer.error.message}` : "it was not asked";
  return { status: answer?.kind === "refused" ? "broken" : "untested", found: null, note } as const;
}

/** A table that is not there before has no rows. */
function countIn(answer: PromiseAnswer | undefined): number | null {
  return answer?.kind === "rows" ? Number(answer.rows[0]?.["rows"]) : null;
}

function partsIn(answer: PromiseAnswer | undefined): Map<string, number> {
  const found = answer?.kind === "rows" ? answer.rows : [];
  return new Map(found.map((row) => [valueText(row["part"]), Number(row["rows"])]));
}

function listed(parts: readonly (readonly [string, number])[]): string {
  return parts.map(([name, part]) => `${name} ${number(part)}`).join(", ");
}
