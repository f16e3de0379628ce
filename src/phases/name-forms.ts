/** How a name of the database is spelled in code: as it is, and as object-relational mappers spell it. */
export interface NameForms {
  readonly exact: string;
  /** Without the exact one. */
  readonly variants: readonly string[];
  /** A single word means a hundred other things. */
  readonly oneWord: boolean;
}

/** @param things true for tables, whose rows are named by the singular. */
export function nameForms(name: string, things: boolean): NameForms {
  const words = wordsOf(name);
  const spelled = things ? [words, withLast(words, singular), withLast(words, plural)] : [words];
  const variants = new Set(spelled.flatMap(spellings));
  variants.delete(name);
  return { exact: name, variants: [...variants], oneWord: words.length < 2 };
}

/** Of `KPIHistory`: `kpi`, `history`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function spellings(words: readonly string[]): readonly string[] {
  const pascal = words.map(capital).join("");
  const [first = "", ...rest] = words;
  if (rest.length === 0) return [first, pascal];
  const camel = first + rest.map(capital).join("");
  return [words.join("_"), camel, pascal, words.join("-"), words.join("_").toUpperCase()];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function withLast(words: readonly string[], change: (word: string) => string): readonly string[] {
  return [...words.slice(0, -1), change(words.at(-1) ?? "")];
}

function singular(word: string): string {
  if (/[^aeiou]ies$/u.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ss|x|z|ch|sh)es$/u.test(word)) return word.slice(0, -2);
  return /[^su]s$/u.test(word) ? word.slice(0, -1) : word;
}

function plural(word: string): string {
  if (word.endsWith("s")) return word;
  if (/[^aeiou]y$/u.test(word)) return `${word.slice(0, -1)}ies`;
  return /(x|z|ch|sh)$/u.test(word) ? `${word}es` : `${word}s`;
}
