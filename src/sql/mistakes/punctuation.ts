import type { Broken, Mistake } from "./mistake.js";

/** Commas, semicolons, parentheses and quotes. */
export const punctuation: readonly Mistake[] = [quote, trailingComma, unclosed, tooManyClosed, missingSemicolon, missingComma];

function quote({ before, index, message, text }: Broken): string | null {
  // In 'it's' the string ends after "it", and a letter follows at once.
  if (before.at(-1)?.endsWith("'") && text.charAt(index - 1) === "'" && /\p{L}/u.test(text.charAt(index))) {
    return "an apostrophe inside a string is written twice ('')";
  }
  if (message.includes("quoted string") && !message.includes("dollar")) {
    return "the string that begins here is never closed; an apostrophe inside a string is written twice ('')";
  }
  if (message.includes("quoted identifier")) return "the name that begins here is never closed: a double quote is missing";
  if (message.includes("dollar-quoted")) return "the body that begins here is never closed by the same tag";
  return message.includes("comment")
    ? "the comment that begins here is never closed; comments in comments need closing too"
    : null;
}

function trailingComma({ at, before }: Broken): string | null {
  if (before.at(-1) !== ",") return null;
  return at === ")" || at === ";" || at === "" ? "a comma too many: nothing follows it" : null;
}

function unclosed({ at, open, text }: Broken): string | null {
  const first = open[0];
  if ((at !== ";" && at !== "") || first === undefined) return null;
  const line = text.slice(0, first).split("\n").length;
  return `a parenthesis is not closed: the one opened in line ${line} of the statement`;
}

function tooManyClosed({ at, open }: Broken): string | null {
  return at === ")" && open.length === 0 ? "a closing parenthesis too many" : null;
}

const STARTS = new Set(
  "ALTER CREATE DROP INSERT UPDATE DELETE COMMENT GRANT REVOKE TRUNCATE BEGIN COMMIT DO SELECT REFRESH REINDEX".split(" "),
);

function missingSemicolon({ at, before, index, open, text }: Broken): string | null {
  if (!STARTS.has(at) || open.length > 0 || before.length === 0 || !opensLine(text, index)) return null;
  return `a semicolon is missing before ${at}`;
}

function missingComma({ at, before, index, open, text }: Broken): string | null {
  const last = before.at(-1) ?? "";
  if (before[0] !== "CREATE" && before[0] !== "ALTER" && before[0] !== "INSERT") return null;
  if (last === "," || last === "(" || at === ")" || at === ";" || at === "" || !opensLine(text, index)) return null;
  const between = open.length > 0 || before[0] === "ALTER";
  return between ? `a comma may be missing at the end of the line before \`${text.slice(index).split(/\s/u)[0]}\`` : null;
}

/** Is there nothing but white space between the start of the line and the index? */
function opensLine(text: string, index: number): boolean {
  return /(?:^|\n)[ \t]*$/u.test(text.slice(0, index)) && index > 0;
}
