/** SQL cut at its `$n`: texts, and the numbers of parameters between them. */
export type CutSql = readonly (string | number)[];

/**
 * What is one piece of text to the lexer (PostgreSQL manual, 4.1). A `$` inside of a name belongs to the name. With
 * `standard_conforming_strings` off, a backslash escapes in every plain string, as in `E'…'`.
 */
const STANDARD = tokens("'(?:[^']|'')*(?:'|$)");
const BACKSLASHES = tokens("'(?:[^'\\\\]|''|\\\\[^])*(?:'|$)");

function tokens(plainString: string): RegExp {
  const parts = [
    "--[^\\n\\r]*",
    "(?<comment>/\\*)",
    "[eE]'(?:[^'\\\\]|''|\\\\[^])*(?:'|$)",
    plainString,
    '"(?:[^"]|"")*(?:"|$)',
    "\\$(?<number>[0-9]+)",
    "\\$(?<tag>(?:[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_\\u0080-\\uffff]*)?)\\$",
    "[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_$\\u0080-\\uffff]*",
  ];
  return new RegExp(parts.join("|"), "g");
}

export function cutAtPlaceholders(sql: string, standardStrings: boolean): CutSql {
  const pattern = new RegExp(standardStrings ? STANDARD : BACKSLASHES);
  const cut: (string | number)[] = [];
  let from = 0;
  for (let found = pattern.exec(sql); found !== null; found = pattern.exec(sql)) {
    const { comment, number, tag } = found.groups ?? {};
    if (number !== undefined) {
      cut.push(sql.slice(from, found.index), Number(number));
      from = pattern.lastIndex;
    } else if (comment !== undefined) pattern.lastIndex = endOfComment(sql, found.index);
    else if (tag !== undefined) {
      const end = sql.indexOf(found[0], pattern.lastIndex);
      pattern.lastIndex = end < 0 ? sql.length : end + found[0].length;
    }
  }
  return [...cut, sql.slice(from)];
}

/** Comments nest. */
function endOfComment(sql: string, start: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 0;
  for (let found = edge.exec(sql); found !== null; found = edge.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return sql.length;
}
