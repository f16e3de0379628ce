import { Lexer } from "../lexer.js";

/** `$1` under a name that a block can declare: only a routine has numbered parameters. */
export function parameterName(number: string | number): string {
  return `migration_gate_${number}`;
}

/** The text with `$1`, `$2`… under their names. */
export function withNamedParameters(text: string): string {
  const lexer = new Lexer(text);
  let result = "";
  let copied = 0;
  let dollar = -1;
  while (lexer.next()) {
    if (lexer.kind === "number" && lexer.start === dollar + 1 && dollar >= 0) {
      result += text.slice(copied, dollar) + parameterName(text.slice(lexer.start, lexer.end));
      copied = lexer.end;
    }
    dollar = lexer.kind === "symbol" && text.charAt(lexer.start) === "$" ? lexer.start : -1;
  }
  return result + text.slice(copied);
}
