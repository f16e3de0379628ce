/**
 * `ALTER TABLE t ADD INDEX i (c)` is MySQL's way to make an index, and it parses: as a column `index` of a type `i`
 * whose modifier is the name of a column. Null when a statement holds no such thing.
 */
export function takenForColumn(text: string): { readonly message: string; readonly meant: string } | null {
  const [, word, type, column] =
    /^\s*ALTER\s+TABLE\b[^']*\bADD\s+(INDEX|KEY)\s+([\w"]+)\s*\(\s*([a-z_"][\w"]*)/iu.exec(text) ?? [];
  if (word === undefined) return null;
  return {
    message: `PostgreSQL reads this as a column named ${word.toLowerCase()} of the type ${type}, which does not take \`${column}\``,
    meant: "ALTER TABLE adds no index: write `CREATE INDEX CONCURRENTLY <name> ON <table> (<columns>)`",
  };
}
