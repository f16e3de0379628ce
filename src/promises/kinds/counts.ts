import type { Expectation } from "../../model/promise.js";
import type { PromiseSettings } from "../../settings/promises.js";
import type { Check } from "../claim.js";
import { questionCheck } from "../question-check.js";
import { columnOf, columnSql, tableSql } from "../sql-name.js";
import { toleranceOf } from "../tolerance-of.js";

type Kind<K extends keyof PromiseSettings> = NonNullable<PromiseSettings[K]>;
type Around = Pick<PromiseSettings, "when" | "tolerate">;

const NONE: Expectation = { kind: "compare", operator: "=", value: "0" };

/** Rows whose column leads nowhere. */
export function orphanChecks({ table, column, references }: Kind<"orphans">, around: Around): Check[] {
  const target = columnOf(references) ?? { table: references, column: "id" };
  const own = `c.${columnSql(column)}`;
  const sql = `select count(*) from ${tableSql(table)} c where ${own} is not null and not exists (select 1 from ${tableSql(target.table)} p where p.${columnSql(target.column)} = ${own})`;
  return noneOf(sql, `rows of ${table} whose ${column} is not in ${references}`, around);
}

/** Rows that no table of the business can hold. */
export function plausibleChecks({ table, never }: Kind<"plausible">, around: Around): Check[] {
  return noneOf(`select count(*) from ${tableSql(table)} where (${never})`, `rows of ${table} where ${never}`, around);
}

/** Old and new column, where both are written. */
export function agreeChecks({ table, old, new: fresh }: Kind<"agree">, around: Around): Check[] {
  const sql = `select count(*) from ${tableSql(table)} where ${columnSql(old)} <> ${columnSql(fresh)}`;
  return noneOf(sql, `rows of ${table} whose ${old} and ${fresh} differ`, around);
}

function noneOf(sql: string, words: string, { when = ["after"], tolerate }: Around): Check[] {
  return when.map((moment) => questionCheck({ sql, words, expectation: NONE, tolerance: toleranceOf(tolerate), moment }));
}
