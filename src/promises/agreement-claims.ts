import type { Claim } from "./claim.js";
import { questionCheck } from "./question-check.js";
import { columnSql, tableSql } from "./sql-name.js";

/**
 * Old and new column before the old one is dropped: what stands in the old one has to stand in the new one as well. A new
 * value beside an empty old one is what code writes that knows the new one only.
 */
export function agreementClaims(
  agreements: readonly { readonly table: string; readonly old: string; readonly new: string }[],
): readonly Claim[] {
  return agreements.map(({ table, old, new: fresh }) => {
    const words = `rows of ${table} whose ${old} is not in ${fresh}`;
    const sql = `select count(*) from ${tableSql(table)} where ${columnSql(old)} is not null and ${columnSql(fresh)} is distinct from ${columnSql(old)}`;
    const check = questionCheck({
      sql,
      words,
      expectation: { kind: "compare", operator: "=", value: "0" },
      tolerance: null,
      moment: "before",
    });
    return { title: words, severity: "error", note: null, place: null, checks: [check] };
  });
}
