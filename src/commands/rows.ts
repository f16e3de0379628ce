/** One row that a statement adds, by column; values as text, null for NULL and for what is no plain value. */
export type InsertedRow = Readonly<Record<string, string | null>>;

/** `INSERT INTO table (a, b) VALUES ('x', 1)` → its rows; empty for every other statement. Meant for what tools send, not for any SQL. */
export function insertedRows(sql: string): readonly InsertedRow[] {
  const [, list, values] = /^\s*insert\s+into\s+[^(]+\(([^)]*)\)[\s\S]*?\bvalues\s*([\s\S]*)$/iu.exec(sql) ?? [];
  if (list === undefined || values === undefined) return [];
  const columns = list.split(",").map((column) => column.trim().replaceAll('"', "").toLowerCase());
  return tuplesIn(values).map((tuple) => Object.fromEntries(columns.map((column, at) => [column, tuple[at] ?? null])));
}

/** Value that a column is compared with: `"name" = 'x'`, also with a cast. */
export function comparedTo(sql: string, column: string): string | null {
  const where = sql.slice(sql.search(/\bwhere\b/iu));
  return valueAfter(where, column);
}

/** Value that a column is set to. */
export function setTo(sql: string, column: string): string | null {
  const [head = ""] = sql.split(/\bwhere\b/iu, 1);
  return valueAfter(head, column);
}

function valueAfter(sql: string, column: string): string | null {
  const found = new RegExp(`"?\\b${column}\\b"?\\s*(?:=|in\\s*\\()\\s*\\(*\\s*(?:E?'((?:[^']|'')*)'|(-?\\d+))`, "iu").exec(sql);
  return found?.[1]?.replaceAll("''", "'") ?? found?.[2] ?? null;
}

function tuplesIn(values: string): (string | null)[][] {
  const tuples: (string | null)[][] = [];
  let tuple: (string | null)[] | null = null;
  const tokens = /E?'((?:[^']|'')*)'(?:::[\w" ]+)?|([(),])|([^\s(),']+)/gu;
  let depth = 0;
  for (const [, text, symbol, word] of values.matchAll(tokens)) {
    if (symbol === "(") {
      depth++;
      if (depth === 1) tuple = [];
    } else if (symbol === ")") {
      depth--;
      if (depth === 0 && tuple !== null) tuples.push(tuple);
    } else if (depth === 1 && tuple !== null && symbol === undefined) {
      const plain = word !== undefined && /^-?\d+(?:::\w+)?$/u.test(word) ? word.replace(/::.*$/u, "") : null;
      tuple.push(text !== undefined ? text.replaceAll("''", "'") : plain);
    }
  }
  return tuples;
}
