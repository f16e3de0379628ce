/** Rows that share a key, in their order, each turned into a value. */
export function groupBy<Row, T>(rows: readonly Row[], keyOf: (row: Row) => string, toValue: (row: Row) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [toValue(row)]);
    else group.push(toValue(row));
  }
  return groups;
}
