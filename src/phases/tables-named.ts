import type { Catalog } from "../model/catalog.js";
import { nameForms } from "./name-forms.js";
import { wordsIn } from "./words-in.js";

/** Every spelling of a table or view, old or new, and the names that it may stand for. */
export type TableWords = ReadonlyMap<string, ReadonlySet<string>>;

/** @param renamed new names, each with the one before the change. */
export function tableWords(base: Catalog, renamed: ReadonlyMap<string, string>): TableWords {
  const words = new Map<string, Set<string>>();
  const add = (name: string, means: string) => {
    const { exact, variants } = nameForms(name, true);
    for (const word of [exact, ...variants]) words.set(word, (words.get(word) ?? new Set()).add(means));
  };
  for (const { name } of [...base.tables.values(), ...base.views.values()]) add(name, name);
  for (const [to, from] of renamed) add(to, from);
  return words;
}

/** The tables that each line of a file names, and what its aliases stand for. */
export interface TablesNamed {
  readonly onLine: (line: number) => ReadonlySet<string>;
  /** Null where nothing nearby gives the word a meaning. */
  readonly meaning: (qualifier: string, line: number) => ReadonlySet<string> | null;
}

const NONE: ReadonlySet<string> = new Set();
/** An alias is given in the statement that uses it. */
const STATEMENT = 30;

export function tablesNamed(lines: readonly string[], words: TableWords): TablesNamed {
  const named = lines.map((line) => {
    const tables = wordsIn(line).flatMap(({ text }) => [...(words.get(text) ?? [])]);
    return tables.length === 0 ? NONE : new Set(tables);
  });
  const aliases = lines.flatMap((line, at) => aliasesIn(line, words).map((alias) => ({ ...alias, at })));
  return {
    onLine: (line) => named[line] ?? NONE,
    meaning: (qualifier, line) => {
      const near = aliases
        .filter(({ name, at }) => name === qualifier && Math.abs(at - line) <= STATEMENT)
        .toSorted((a, b) => Math.abs(a.at - line) - Math.abs(b.at - line));
      return near[0]?.tables ?? words.get(qualifier) ?? null;
    },
  };
}

const ALIAS = /\b(?:from|join|update|into|using)\s+(?:only\s+)?(?:["`]?\w+["`]?\.)?["`]?(\w+)["`]?\s+(?:as\s+)?["`]?(\w+)/giu;

function aliasesIn(line: string, words: TableWords) {
  return [...line.matchAll(ALIAS)].flatMap(([, table = "", name = ""]) => {
    const tables = words.get(table);
    return tables === undefined || KEYWORD.test(name) ? [] : [{ name, tables }];
  });
}

const KEYWORD =
  /^(on|where|set|left|right|inner|outer|full|cross|join|natural|group|order|limit|values|select|using|returning)$/iu;
