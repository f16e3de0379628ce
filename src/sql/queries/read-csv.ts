/** One field of a table of text, and where its content begins. */
export interface Field {
  readonly text: string;
  readonly start: number;
}

/** Rows of a CSV text (RFC 4180): quoted fields may hold line breaks and doubled quotes. The header tells the separator. */
export function readCsv(text: string): Field[][] {
  const header = text.slice(0, text.search(/[\r\n]|$/u));
  const separator = [",", ";", "\t"].find((sign) => header.includes(sign)) ?? ",";
  const rows: Field[][] = [];
  let row: Field[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const field = text.charAt(at) === '"' ? quotedField(text, at) : bareField(text, at, separator);
    row.push({ text: field.text, start: field.start });
    at = field.end;
    if (text.charAt(at) === separator) {
      at++;
      if (at >= text.length) row.push({ text: "", start: at });
      continue;
    }
    if (text.startsWith("\r\n", at)) at++;
    at++;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows.filter((fields) => fields.some((field) => field.text !== ""));
}

function quotedField(text: string, at: number): Field & { readonly end: number } {
  let end = at + 1;
  for (;;) {
    const close = text.indexOf('"', end);
    if (close < 0) return { text: text.slice(at + 1).replaceAll('""', '"'), start: at + 1, end: text.length };
    if (text.charAt(close + 1) !== '"') {
      return { text: text.slice(at + 1, close).replaceAll('""', '"'), start: at + 1, end: close + 1 };
    }
    end = close + 2;
  }
}

function bareField(text: string, at: number, separator: string): Field & { readonly end: number } {
  let end = at;
  while (end < text.length && !["\n", "\r", separator].includes(text.charAt(end))) end++;
  return { text: text.slice(at, end), start: at, end };
}
