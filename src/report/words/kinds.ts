import { count } from "./count.js";

/** `4 tables`, `1 index`: a kind of object in the number that fits, however the kind itself is spelt. */
export function ofKind(number: number, kind: string): string {
  return `${count(number)} ${number === 1 ? singular(kind) : plural(kind)}`;
}

function singular(kind: string): string {
  return kind
    .replace(/ies$/u, "y")
    .replace(/(x|ss)es$/u, "$1")
    .replace(/(?<!s)s$/u, "");
}

function plural(kind: string): string {
  const one = singular(kind);
  if (/(x|ss)$/u.test(one)) return `${one}es`;
  return /[^aeiou]y$/u.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`;
}
