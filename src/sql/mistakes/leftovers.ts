import type { Broken, Mistake } from "./mistake.js";

/** Things that were left in the file: conflict markers, placeholders, commands of a program, odd characters. */
export const leftovers: readonly Mistake[] = [conflict, placeholder, psqlVariable, psqlCommand, oddCharacter];

/** What was left in a body whose place of failure is not known. */
export function leftIn(text: string): string | null {
  const found = PLACEHOLDERS.slice(0, 3)
    .map((pattern) => pattern.exec(text)?.[0])
    .find((match) => match !== undefined);
  return found === undefined ? null : unfilled(found);
}

function unfilled(placeholder: string): string {
  return `\`${placeholder}\` is a placeholder that nobody filled in: give its value in the settings, or write it out`;
}

function conflict({ text }: Broken): string | null {
  return /^(?:<{7}|>{7}|={7})(?:\s|$)/mu.test(text)
    ? "a merge conflict was left in the file: choose a side and delete the markers"
    : null;
}

const PLACEHOLDERS = [
  /\{\{[^}\n]*\}\}/u,
  /\$\{[^}\n]*\}/u,
  /<%[^%\n]*%>/u,
  /%\(\w+\)s/u,
  /\{%[^%\n]*%\}/u,
  /\{\w+\}/u,
  /(?<!@)@\w+@?/u,
  /#\{\w+\}/u,
];

function placeholder({ index, text }: Broken): string | null {
  const line = text.slice(text.lastIndexOf("\n", Math.max(0, index - 1)) + 1).split("\n")[0] ?? "";
  for (const pattern of PLACEHOLDERS) {
    const found = pattern.exec(line)?.[0];
    if (found !== undefined) return unfilled(found);
  }
  return null;
}

function psqlVariable({ index, text }: Broken): string | null {
  const found = /^:(?:\w+|'\w+'|"\w+")/u.exec(text.slice(index))?.[0];
  if (found === undefined || text.charAt(index - 1) === ":") return null;
  return `\`${found}\` is a variable of psql, and nothing here gives it a value`;
}

function psqlCommand({ index, text }: Broken): string | null {
  const command = /^\\\S*/u.exec(text.slice(index))?.[0];
  return command === undefined
    ? null
    : `\`${command}\` is a command of psql; this file does not go through psql, so the server gets it as it stands`;
}

/** Outside strings and comments: Postgres takes these characters for letters of a name. */
function oddCharacter({ after, before }: Broken): string | null {
  const near = [...before, ...after].filter((word) => !/^(?:[Ee]?'|"|\$)/u.test(word)).join(" ");
  if (/[\u2018\u2019\u201c\u201d]/u.test(near)) return "a typographic quote stands where a plain one (' or \") belongs";
  if (/[\u00a0\u2007\u202f]/u.test(near)) return "a non-breaking space stands where a plain one belongs";
  if (/\u200b|\u200c|\u200d|\u2060|\ufeff/u.test(near))
    return "an invisible character (zero-width space or byte order mark) stands here: delete it";
  return null;
}
