import { SqlError } from "../engine.js";

interface Token {
  readonly kind: "word" | "string" | "other";
  /** Words in lower case. */
  readonly text: string;
}

/**
 * What a server would refuse to the migration role, and the embedded one would not live through or would allow: the
 * session's login there is the superuser. Told as a server tells it.
 */
export function refusal(sql: string): SqlError | null {
  if (!/\b(?:copy|authorization)\b/iu.test(sql)) return null;
  for (const statement of statementsOf(sql)) {
    const reason = copyRefusal(statement) ?? loginRefusal(statement);
    if (reason !== null) return reason;
  }
  return null;
}

/** `copy(…)` and names that mean files may stand in parentheses; those are left out already. */
function copyRefusal(statement: readonly Token[]): SqlError | null {
  if (!isWord(statement[0], "copy")) return null;
  for (const [at, token] of statement.entries()) {
    const next = statement[at + 1];
    if (!isWord(token, "from", "to")) continue;
    if (next?.kind === "string" || (isWord(next, "program") && statement[at + 2]?.kind === "string")) {
      return new SqlError(
        "permission denied to COPY to or from a file or an external program",
        "42501",
        null,
        "Use COPY … FROM stdin.",
        null,
      );
    }
    // It would wait for rows for ever.
    if (isWord(token, "from") && isWord(next, "stdin"))
      return new SqlError("COPY from stdin failed: no rows were given", "57014", null, null, null);
  }
  return null;
}

function loginRefusal(statement: readonly Token[]): SqlError | null {
  const words = statement.map(({ text }) => text).filter((text, at) => at !== 1 || text !== "local");
  const start = words[1] === "session" && words[2] === "session" ? 2 : 1;
  if (words[0] !== "set" || words[start] !== "session" || words[start + 1] !== "authorization") return null;
  const wanted = (words[start + 2] ?? "").replace(/^(["'])([\s\S]*)\1$/u, "$2");
  return wanted === "default" || wanted === "gate_owner"
    ? null
    : new SqlError(`permission denied to set session authorization "${wanted}"`, "42501", null, null, null);
}

function isWord(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token?.kind === "word" && texts.includes(token.text);
}

/** The tokens of each statement that stand outside of parentheses. */
function statementsOf(sql: string): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  let depth = 0;
  for (const token of tokensOf(sql)) {
    if (token.text === "(") depth++;
    else if (token.text === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0 && token.text === ";") statements.push([]);
    else if (depth === 0) statements.at(-1)?.push(token);
  }
  return statements;
}

const WORD = /[a-z_\u0080-\uffff][\w$\u0080-\uffff]*/iuy;
const DOLLAR = /\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/iuy;

function* tokensOf(sql: string): Generator<Token> {
  const match = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.exec(sql)?.[0];
  };
  for (let at = 0; at < sql.length; ) {
    const two = sql.slice(at, at + 2);
    let end = at + 1;
    let kind: Token["kind"] | null = "other";
    const dollar = two[0] === "$" ? match(DOLLAR, at) : undefined;
    const word = match(WORD, at);
    if (two === "--") [end, kind] = [after(sql, "\n", at), null];
    else if (two === "/*") [end, kind] = [endOfComment(sql, at), null];
    else if (dollar !== undefined) [end, kind] = [after(sql, dollar, at + dollar.length), "string"];
    else if (/^e'$/iu.test(two)) [end, kind] = [endOfEscapes(sql, at + 2), "string"];
    else if (two[0] === "'") [end, kind] = [after(sql, "'", at + 1), "string"];
    else if (two[0] === '"') end = after(sql, '"', at + 1);
    else if (word !== undefined) [end, kind] = [at + word.length, "word"];
    else if (two[0]?.trim() === "") kind = null;
    if (kind !== null) yield { kind, text: kind === "word" ? sql.slice(at, end).toLowerCase() : sql.slice(at, end) };
    at = end;
  }
}

function after(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from);
  return found < 0 ? sql.length : found + mark.length;
}

function endOfComment(sql: string, from: number): number {
  let depth = 0;
  for (const { 0: mark, index } of sql.slice(from).matchAll(/\/\*|\*\//gu)) {
    depth += mark === "/*" ? 1 : -1;
    if (depth === 0) return from + index + 2;
  }
  return sql.length;
}

function endOfEscapes(sql: string, from: number): number {
  for (let at = from; at < sql.length; at++) {
    if (sql[at] === "\\") at++;
    else if (sql[at] === "'") return at + 1;
  }
  return sql.length;
}
