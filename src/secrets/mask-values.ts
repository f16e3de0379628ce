/** A refusal of the server as far as it quotes rows. */
export interface Refusal {
  readonly sqlstate: string | null;
  readonly message: string;
  readonly detail: string | null;
}

/** Stands where a value stood. */
const HIDDEN = "…";

/** Classes (PostgreSQL 18 manual, Appendix A) whose details name objects and limits, never a row. */
const OF_OBJECTS = /^(?:0A|25|26|28|2B|34|3B|3D|3F|42|53|54|55|57|58|F0)/u;

/**
 * The same refusal without the values of rows. Details of class 23 quote whole rows and keys, whatever the language of the
 * server; messages of class 22 quote the value that could not be read. `written` tells whether the change itself holds a value.
 */
export function maskValues({ sqlstate, message, detail }: Refusal, written: (value: string) => boolean): Refusal {
  const state = sqlstate ?? "";
  return {
    sqlstate,
    message: maskQuotedRows(state.startsWith("22") ? withoutQuoted(message, written) : message),
    detail: detail === null ? null : detailOf(state, detail),
  };
}

/** From the first quotation mark to the last: a value may hold some itself. */
function withoutQuoted(message: string, written: (value: string) => boolean): string {
  return message.replace(/(["»«„“])([\s\S]*)(["»«“”])/u, (whole: string, open: string, value: string, close: string) =>
    written(value) ? whole : open + HIDDEN + close,
  );
}

function detailOf(state: string, detail: string): string {
  if (OF_OBJECTS.test(state)) return maskQuotedRows(detail);
  if (state === "23502" || state === "23514") return inBrackets(detail);
  if (state.startsWith("23")) return afterEquals(detail);
  return `${HIDDEN} (\`show-values\` shows what the server added)`;
}

/** `Failing row contains (1, a, b).` */
function inBrackets(detail: string): string {
  return detail.replace(/\([\s\S]*\)/u, `(${HIDDEN})`);
}

/** `Key (a, b)=(1, 2) is duplicated.`: names of columns stay, what follows the last bracket does too. */
function afterEquals(detail: string): string {
  const equals = detail.search(/\)\s?=\s?\(/u);
  if (equals === -1) return inBrackets(detail);
  return detail.slice(0, equals) + detail.slice(equals).replace(/^(\)\s?=\s?\()[\s\S]*\)/u, `$1${HIDDEN})`);
}

/** How the server begins to quote a row in English: up to the bracket before its values. */
const BEGINNINGS = [/\brow contains (?=\()(?:\([^()\n]{1,400}\) = (?=\())?/iu, /\bkey \([^\n]{1,400}?\)=(?=\()/iu];

/** What the server is known to say of rows in English, also in the midst of another text: up to the last bracket, as values may hold some. */
export function maskQuotedRows(text: string): string {
  let result = text;
  for (const beginning of BEGINNINGS) {
    const found = beginning.exec(result);
    if (found === null) continue;
    const from = found.index + found[0].length;
    const to = Math.max(result.lastIndexOf(")"), from);
    result = `${result.slice(0, from)}(${HIDDEN}${to > from ? result.slice(to) : ""}`;
  }
  return result;
}
