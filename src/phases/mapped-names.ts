import type { VanishingName } from "../model/code-reference.js";
import type { SourceFile } from "../model/migration.js";
import type { Spellings } from "./find-references.js";
import { wordsIn } from "./words-in.js";

/**
 * Columns whose old spelling is a program's own name for the new one: `assetKind String @map("kind")`,
 * `assetKind: text("kind")`. The program's spelling then stays, on purpose, wherever it is used.
 */
export function mappedNames(files: readonly SourceFile[], spellings: Spellings): ReadonlySet<VanishingName> {
  const mapped = new Set<VanishingName>();
  const renamed = [...spellings.values()].flatMap((each) => each.map(({ name }) => name.to));
  const targets = [...new Set(renamed)].filter((to) => to !== null);
  for (const { text } of files) {
    if (!targets.some((to) => text.includes(to))) continue;
    for (const line of text.split("\n").filter((each) => targets.some((to) => each.includes(to)))) {
      for (const { text: word } of wordsIn(line)) {
        for (const { name, exact } of spellings.get(word) ?? []) {
          if (!exact && name.to !== null && MENTIONS.some((quote) => line.includes(`${quote}${name.to}${quote}`)))
            mapped.add(name);
        }
      }
    }
  }
  return mapped;
}

const MENTIONS = ['"', "'", "`"];
