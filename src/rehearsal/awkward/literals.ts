/** The constants of an expression as the server prints it. */
export interface Literals {
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  /** What a text is to match, as a regular expression. */
  readonly patterns: readonly string[];
}

/** An operator outside of the search path is printed as `OPERATOR(schema.~)`. */
const TOKEN =
  /(?:(?<operator>!?~~?\*?)\)?)?\s*(?<escape>\bE)?'(?<text>(?:[^'\\]|''|\\.|\\)*)'(?<array>::[\w ".]*(?:\([\d,]*\))?\[\])?|"(?:[^"]|"")*"|(?<![\w.])(?<number>\d+(?:\.\d+)?)\b|[A-Za-z_]\w*/gu;

export function literalsOf(expression: string): Literals {
  const texts = new Set<string>();
  const numbers = new Set<string>();
  const patterns = new Set<string>();
  for (const { groups = {} } of expression.matchAll(TOKEN)) {
    const { operator, text, number, array } = groups;
    if (number !== undefined) numbers.add(number);
    if (text === undefined) continue;
    const meant = unescaped(text, groups["escape"] !== undefined);
    if (operator === "~" || operator === "~*") patterns.add(meant);
    else if (operator === "~~" || operator === "~~*") patterns.add(likeAsRegex(meant));
    else if (operator !== undefined) continue;
    else if (array !== undefined) for (const element of elementsOf(meant)) texts.add(element);
    else if (/^-?\d+(?:\.\d+)?$/u.test(meant)) numbers.add(meant);
    if (operator === undefined && array === undefined) texts.add(meant);
  }
  return { texts: [...texts], numbers: [...numbers], patterns: [...patterns] };
}

/** Postgres prints a text with backslashes as E'…' and doubles them (ruleutils.c). */
function unescaped(text: string, escapes: boolean): string {
  const plain = text.replaceAll("''", "'");
  return escapes ? plain.replaceAll("\\\\", "\\") : plain;
}

function likeAsRegex(pattern: string): string {
  const parts = pattern.replace(/\\.|[%_]|[^\w\s]/gu, (part) => {
    if (part === "%") return "[a-z]*";
    if (part === "_") return "[a-z]";
    return `\\${part.slice(-1)}`;
  });
  return `^${parts}$`;
}

function elementsOf(array: string): string[] {
  return [...array.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,]+/gu)].map(([all, quoted]) =>
    (quoted ?? all).replace(/\\(.)/gu, "$1"),
  );
}
