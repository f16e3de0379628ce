/** Lines that a heredoc or a string of several lines may have. */
const FAR = 40;

/**
 * Whether a place of a program is within a string: there a word is text, such as SQL, and elsewhere a name of the program's own.
 * What a string fills in (`${name}`) is the program's.
 */
export function insideString(lines: readonly string[], line: number, at: number): boolean {
  const before = (lines[line] ?? "").slice(0, at);
  if (/[$#]?\{[^}]*$/u.test(before) && /["'`]/u.test(before)) return false;
  if (odd(before, /(?<!\\)"/gu) || odd(before, /(?<![\\\w])'|(?<!\\)'(?!\w)/gu)) return true;
  const above = lines.slice(0, line).join("\n");
  const text = `${above}\n${before}`;
  return odd(text, /(?<!\\)`/gu) || odd(text, /"""/gu) || odd(text, /'''/gu) || insideHeredoc(lines, line);
}

function insideHeredoc(lines: readonly string[], line: number): boolean {
  for (let at = line - 1; at >= Math.max(0, line - FAR); at--) {
    const word = /<<[-~<]?\s*["']?([A-Za-z_]\w*)/u.exec(lines[at] ?? "")?.[1];
    if (word !== undefined) return !lines.slice(at + 1, line).some((each) => each.trim().replace(/[;,)]+$/u, "") === word);
  }
  return false;
}

function odd(text: string, sign: RegExp): boolean {
  return (text.match(sign)?.length ?? 0) % 2 === 1;
}
