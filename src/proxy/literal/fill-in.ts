import type { CutSql } from "./placeholders.js";

/**
 * What may follow a cast without parentheses around it. Elsewhere they keep `$1[1]`, `$1.field` and `OFFSET $1 ROWS`
 * what they are: a parameter is a `c_expr` of the grammar, and a cast is not.
 */
const HARMLESS = /^\s*(?:$|[,);=]|(?:and|or|where|returning|on|from|order|limit|when|then|else|end)\b)/iu;

/** SQL with its parameters written out; null where one has no literal. */
export function fillIn(cut: CutSql, literals: readonly (string | null)[]): string | null {
  let sql = "";
  for (const [at, piece] of cut.entries()) {
    if (typeof piece === "string") {
      sql += piece;
      continue;
    }
    const literal = literals[piece - 1];
    if (literal === undefined || literal === null) return null;
    const next = cut[at + 1];
    const isHarmless = !literal.includes("::") || (typeof next === "string" && HARMLESS.test(next));
    // Two words would become one: `select$1` is two to the lexer.
    const gap = /[A-Za-z0-9_$\u0080-\uffff]$/u.test(sql) ? " " : "";
    sql += gap + (isHarmless ? literal : `(${literal})`);
  }
  return sql;
}
