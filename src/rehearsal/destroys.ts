import type { Snapshot } from "./snapshot.js";

/** What the down scripts destroy that the ups did not create, and rows in tables that they did: noun phrases. */
export function destroyedBy(base: Snapshot, up: Snapshot, down: Snapshot): string[] {
  const sentences: string[] = [];
  const own: string[] = [];
  for (const [table, { count, columns }] of up.rows) {
    const after = down.rows.get(table);
    const isOwn = !base.rows.has(table);
    if (after === undefined) {
      if (!isOwn)
        sentences.push(`table ${table}, which this change did not create${count > 0 ? `, with its ${rows(count)}` : ""}`);
      else if (count > 0)
        sentences.push(`table ${table} with ${rows(count)} put there by this change, and every row written since`);
      else own.push(table);
      continue;
    }
    for (const [column, { notNull }] of columns) {
      if (after.columns.has(column)) continue;
      const known = base.rows.get(table)?.columns.has(column) === true;
      if (known)
        sentences.push(
          `column ${table}.${column}, which this change did not create${notNull > 0 ? `, with its ${values(notNull)}` : ""}`,
        );
      else if (notNull > 0) sentences.push(`${values(notNull)} in column ${table}.${column}`);
    }
    const fewer = Math.min(base.rows.get(table)?.count ?? 0, count) - after.count;
    if (fewer > 0) sentences.push(`${rows(fewer)} of ${table}`);
  }
  if (own.length > 0) sentences.push(`every row written since to ${own.length === 1 ? "table" : "tables"} ${own.join(", ")}`);
  return sentences;
}

function rows(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;
}

function values(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "value" : "values"}`;
}
