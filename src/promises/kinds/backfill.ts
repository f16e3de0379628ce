import type { Question } from "../../model/promise.js";
import type { PromiseSettings } from "../../settings/promises.js";
import type { Check, Ruling } from "../claim.js";
import { compareValue } from "../compare-value.js";
import { tableSql } from "../sql-name.js";
import { toleranceOf } from "../tolerance-of.js";
import { number, rows, toleranceWords } from "../words.js";

type Backfill = NonNullable<PromiseSettings["backfill"]>;

/** Complete means that no row is left; linked rows and placeholders are told. */
export function backfillChecks(backfill: Backfill, { when = ["after"], tolerate }: PromiseSettings): Check[] {
  const tolerance = toleranceOf(tolerate);
  return when.map((moment): Check => {
    const question: Question = { moment, statement: null, sql: sqlOf(backfill), want: "rows" };
    return {
      kind: "asked",
      moment,
      asked: `rows of ${backfill.table} until ${backfill["done-when"]}`,
      expected: `0 left${toleranceWords(tolerance)}`,
      questions: [question],
      judge: ([answer]) => {
        if (answer?.kind !== "rows") return { status: "untested", found: null };
        const counted = (name: string) => Number(answer.rows[0]?.[name] ?? 0);
        const left = counted("left_over");
        const found = [
          `${number(left)} left of ${rows(counted("total"))}`,
          ...(backfill.linked === undefined ? [] : [`${number(counted("linked"))} linked`]),
          ...(backfill.placeholder === undefined ? [] : [`${number(counted("placeholders"))} with placeholder values`]),
        ].join(", ");
        return rule(
          compareValue(String(left), { kind: "compare", operator: "=", value: "0" }, tolerance),
          found,
          counted("total"),
        );
      },
    };
  });
}

function rule({ kept, tolerated }: ReturnType<typeof compareValue>, found: string, total: number): Ruling {
  if (!kept) return { status: "broken", found };
  if (total === 0) return { status: "untested", found, note: "the rehearsal has no row that it could fill" };
  return { status: "kept", found, ...(tolerated ? { note: "kept with its known exceptions" } : {}) };
}

function sqlOf({ table, "done-when": done, of = "true", linked = "false", placeholder = "false" }: Backfill): string {
  const where = (condition: string) => `count(*) filter (where ${condition})`;
  return `select count(*) as total, ${where(`(${done}) is not true`)} as left_over, ${where(`(${linked})`)} as linked, ${where(`(${placeholder})`)} as placeholders from ${tableSql(table)} where (${of})`;
}
