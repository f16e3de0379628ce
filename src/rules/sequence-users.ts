import { ownedSequences } from "../catalog/apply/owned-sequences.js";
import type { RelationName } from "../model/relation-name.js";
import { type Reason, said } from "./drop-reason.js";
import { nameOfKey } from "./effects-words.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** A sequence goes with the table that owns it, unless the default of another table needs it, as LIKE INCLUDING DEFAULTS makes it. */
export function* usersOfSequences(key: string, dropped: ReadonlySet<string>, moment: Moment): Iterable<Reason> {
  const { catalog, earlier } = moment;
  const table = catalog.tables.get(key);
  if (table === undefined) return;
  // A serial's sequence is called after the table as it was then.
  const before = earlier.flatMap(({ operation }) =>
    operation.kind === "rename-table" && operation.to === table.name ? [operation.table.name] : [],
  );
  for (const sequence of ownedSequences(catalog, table)) {
    const name = sequence.slice(sequence.indexOf(".") + 1);
    if (![table.name, ...before].some((each) => name.startsWith(`${each}_`))) continue;
    if (earlier.some(({ operation }) => operation.kind === "alter-sequence" && operation.sequence.name === name)) continue;
    for (const [other, { schema, columns }] of catalog.tables) {
      if (other === key) continue;
      const column = columns.find(({ default: value }) => value !== null && isNext(value, sequence, schema));
      if (column !== undefined && !dropped.has(other))
        yield {
          table: nameOfKey(key),
          words: `The default of ${said(other)}.${sqlText.identifier(column.name)} uses the sequence ${said(sequence)} of ${said(key)}`,
        };
    }
  }
}

/** `nextval('schema.sequence'::regclass)`, the schema left out where the search path finds it. */
function isNext(value: string, sequence: string, schema: string): boolean {
  const named = /nextval\('([^']+)'/u.exec(value)?.[1]?.replaceAll('"', "");
  return named !== undefined && (named.includes(".") ? named : `${schema}.${named}`) === sequence;
}

/** A default that calls nextval needs its sequence; that of a settled table is drop-sequence's to tell. */
export function* defaultsOf(names: readonly RelationName[], { catalog, key, statement }: Moment): Iterable<Reason> {
  for (const name of names) {
    for (const [table, { schema, columns, origin }] of catalog.tables) {
      const column = columns.find(({ default: value }) => value !== null && isNext(value, key(name), schema));
      if (column !== undefined && (origin === "change" || statement.direction === "down"))
        yield {
          table: nameOfKey(table),
          words: `The default of ${said(table)}.${sqlText.identifier(column.name)} uses the sequence ${sqlText.name(name)}`,
        };
    }
  }
}
