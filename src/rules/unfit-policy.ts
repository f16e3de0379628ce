import type { OperationOf } from "../model/operation.js";
import type { Moment } from "./rule.js";

/** Why the server refuses the policy (CreatePolicy in policy.c, 15); null where nothing is known against it. */
export function unfitPolicy({ lets }: OperationOf<"create-policy">, { statement, site }: Moment): string | null {
  if (site.inside !== "statement" || lets === undefined) return null;
  const text = statement.text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/gu, " ");
  // FOR, TO, USING and WITH CHECK come in this order.
  if (/\bfor\s+insert\s+(?:to\s+[^()]+?\s+)?using\s*\(/iu.test(text))
    return "A policy for INSERT looks at no rows that are there: it has WITH CHECK, and no USING";
  return /\bfor\s+(?:select|delete)\b[\s\S]*\bwith\s+check\s*\(/iu.test(text)
    ? "A policy for SELECT or DELETE looks at no new rows: it has USING, and no WITH CHECK"
    : null;
}
