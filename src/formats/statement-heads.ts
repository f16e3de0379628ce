/**
 * The first words of each statement, upper case, one space between them: enough to tell what kind it is.
 * Comments, strings, quoted names and dollar quotes are passed over; what stands in parentheses is left out.
 */
export function statementHeads(sql: string): readonly string[] {
  const heads: string[] = [];
  let words: string[] = [];
  let depth = 0;
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token === ";" && depth === 0) {
      if (words.length > 0) heads.push(words.join(" "));
      words = [];
    } else if (token === "(") depth += 1;
    else if (token === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0 && words.length < LONGEST_HEAD && /^[A-Za-z]/u.test(token) && !token.endsWith("'"))
      words.push(token.toUpperCase());
  }
  return words.length > 0 ? [...heads, words.join(" ")] : heads;
}

const LONGEST_HEAD = 12;

const TOKEN = new RegExp(
  [
    /--[^\n]*/,
    /\/\*[\s\S]*?(?:\*\/|$)/,
    /\$([A-Za-z_][A-Za-z0-9_]*)?\$[\s\S]*?(?:\$\1\$|$)/,
    /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/,
    /'(?:[^']|'')*(?:'|$)/,
    /"(?:[^"]|"")*(?:"|$)/,
    /[A-Za-z_][A-Za-z0-9_$]*/,
    /[;()]/,
  ]
    .map((part) => part.source)
    .join("|"),
  "g",
);
