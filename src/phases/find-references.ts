import type { Catalog } from "../model/catalog.js";
import type { CodeReference, ReferencedName, VanishingName } from "../model/code-reference.js";
import type { SourceFile } from "../model/migration.js";
import { kindOfPlace } from "./kind-of-place.js";
import { mappedNames } from "./mapped-names.js";
import { nameForms } from "./name-forms.js";
import { type TableWords, tablesNamed, tableWords } from "./tables-named.js";
import { type Spelled, weighWord } from "./weigh-word.js";
import { wordsIn } from "./words-in.js";

/** Each spelling of a vanishing name, with the names that it spells. */
export type Spellings = ReadonlyMap<string, readonly Spelled[]>;

export function spellingsOf(names: readonly VanishingName[], base: Catalog): Spellings {
  const spellings = new Map<string, Spelled[]>();
  for (const name of names) {
    const { exact, variants, oneWord } = nameForms(name.name, name.kind === "relation");
    const known = { name, oneWord, common: isCommon(name, base), columns: columnsOf(name, base) };
    for (const word of [exact, ...variants])
      spellings.set(word, [...(spellings.get(word) ?? []), { ...known, exact: word === exact }]);
  }
  return spellings;
}

/** Where files still say an old name. Names that none says are left out. */
export function findReferences(
  files: readonly SourceFile[],
  names: readonly VanishingName[],
  base: Catalog,
): readonly ReferencedName[] {
  const spellings = spellingsOf(names, base);
  const renamed = names.flatMap(({ kind, name, to }) => (kind === "relation" && to !== null ? [[to, name] as const] : []));
  const words = tableWords(base, new Map(renamed));
  const mapped = mappedNames(files, spellings);
  const found = new Map<VanishingName, CodeReference[]>();
  for (const file of files) {
    for (const { name, reference } of referencesIn(file, spellings, words, mapped)) {
      const known = found.get(name);
      if (known === undefined) found.set(name, [reference]);
      else known.push(reference);
    }
  }
  return names.flatMap((name) => {
    const references = found.get(name);
    return references === undefined ? [] : [{ name, references: references.toSorted(byWeight) }];
  });
}

function* referencesIn({ path, text }: SourceFile, spellings: Spellings, words: TableWords, mapped: ReadonlySet<VanishingName>) {
  const lines = text.split(/\r\n|\n|\r/u);
  let tables: ReturnType<typeof tablesNamed> | null = null;
  for (const [line, content] of lines.entries()) {
    const told = new Set<VanishingName>();
    for (const { text: word, at } of wordsIn(content)) {
      for (const spelled of spellings.get(word) ?? []) {
        const { name, exact } = spelled;
        if (told.has(name) || (!exact && mapped.has(name))) continue;
        tables ??= tablesNamed(lines, words);
        const certainty = weighWord(spelled, { file: path, lines, line, at, text: word, tables });
        if (certainty === null) continue;
        told.add(name);
        const where = kindOfPlace(path, content, at);
        const reference: CodeReference = { file: path, line: line + 1, text: shortened(content), certainty, where };
        yield { name, reference };
      }
    }
  }
}

function isCommon({ kind, name, owner }: VanishingName, base: Catalog): boolean {
  if (kind !== "column") return false;
  const has = (relation: { readonly name: string; readonly columns?: readonly { readonly name: string | null }[] }) =>
    relation.name !== owner && relation.columns?.some((column) => column.name === name) === true;
  return (
    [...base.tables.values()].some((table) => table.partitionOf === null && has(table)) || [...base.views.values()].some(has)
  );
}

function columnsOf({ kind, owner }: VanishingName, base: Catalog): ReadonlySet<string> {
  if (kind !== "enum value" || owner === null) return new Set();
  const columns = [...base.tables.values()].flatMap((table) => table.columns.filter(({ type }) => type.name === owner));
  return new Set([owner, ...columns.flatMap(({ name }) => [name, ...nameForms(name, false).variants])]);
}

const WEIGHT = { code: 0, test: 2, comment: 4, docs: 6 } as const;

function byWeight(a: CodeReference, b: CodeReference): number {
  const weight = ({ where, certainty }: CodeReference) => WEIGHT[where] + (certainty === "sure" ? 0 : 1);
  return weight(a) - weight(b) || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
}

const LONGEST = 120;

function shortened(line: string): string {
  const text = line.trim().replace(/\s+/gu, " ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
