import type { Catalog } from "../../model/catalog.js";
import type { ReadMigration } from "../../model/statement.js";

/** Is a word the name of a table that is there or is made, in the singular or the plural? */
export function tableWords(base: Catalog, migrations: readonly ReadMigration[]): (word: string) => boolean {
  const operations = migrations.flatMap(({ up }) => up.statements.flatMap((statement) => statement.operations));
  const made = operations.flatMap(({ operation }) => (operation.kind === "create-table" ? [operation.table.name] : []));
  const names = new Set([...[...base.tables.keys()].map((key) => key.slice(key.indexOf(".") + 1)), ...made].map(singular));
  return (word) => names.has(singular(word));
}

function singular(word: string): string {
  const lower = word.toLowerCase();
  if (lower.endsWith("ies")) return `${lower.slice(0, -3)}y`;
  return lower.endsWith("s") && !lower.endsWith("ss") ? lower.slice(0, -1) : lower;
}
