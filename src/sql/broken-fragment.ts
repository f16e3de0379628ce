import { whatWasMeant } from "./mistakes/what-was-meant.js";
import type { TreeParser } from "./parsers/tree-parser.js";
import { split } from "./split.js";

/** Words of PL/pgSQL after which a statement may begin. */
const BEFORE_SQL =
  /^[\s\S]*?\b(?:BEGIN|THEN|ELSE|LOOP)\s+(?=(?:ALTER|COMMENT|CREATE|DELETE|DROP|GRANT|INSERT|REVOKE|SELECT|TRUNCATE|UPDATE)\b)/iu;

/**
 * The parser of PL/pgSQL says what is wrong and not where. The SQL statement of the body that fails with the very
 * same words is taken to be the one: where it fails, as an index of the body, and what was meant.
 */
export function brokenFragment(
  body: string,
  complaint: string,
  parser: TreeParser,
): { readonly at: number; readonly meant: string | null } | null {
  for (const item of split(body, { psql: false }).items) {
    const whole = body.slice(item.start, item.end);
    const lead = BEFORE_SQL.exec(whole)?.[0].length ?? 0;
    const fragment = whole.slice(lead);
    const result = parser.parse(fragment);
    if (!("failure" in result) || result.failure.message !== complaint) continue;
    return { at: item.start + lead + result.failure.index, meant: whatWasMeant(fragment, result.failure) };
  }
  return null;
}
