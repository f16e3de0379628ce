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
  const above = openAbove(lines)[line];
  return SIGNS.some((sign, at) => odd(before, sign) !== (above?.[at] ?? false)) || insideHeredoc(lines, line);
}

/** What opens a string of several lines, and closes it. */
const SIGNS = [/(?<!\\)`/gu, /"""/gu, /'''/gu];

const known = new WeakMap<readonly string[], readonly (readonly boolean[])[]>();

/** For each line, which of the signs are open where it begins. Counted once a file. */
function openAbove(lines: readonly string[]): readonly (readonly boolean[])[] {
  const counted = known.get(lines);
  if (counted !== undefined) return counted;
  let open: readonly boolean[] = SIGNS.map(() => false);
  const states = lines.map((line) => {
    const start = open;
    open = SIGNS.map((sign, at) => odd(line, sign) !== (start[at] ?? false));
    return start;
  });
  known.set(lines, states);
  return states;
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
