import type { Formula, GivenValue } from "../model/operation.js";

/** Functions of a text, where its letters are ASCII: what becomes of others is the collation's. */
const CHANGES_TEXT: Readonly<Record<string, ((text: string) => string) | undefined>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  // A word is a sequence of letters and digits (PostgreSQL manual, 9.4).
  initcap: (text) => text.toLowerCase().replaceAll(/[a-z0-9]+/gu, (word) => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`),
  btrim: (text) => text.replaceAll(/^ +| +$/gu, ""),
};

/** What a formula gives for a row; `computed` where the text does not tell. `isWhole`: the column holds whole numbers. */
export function workOut(
  formula: Formula,
  row: (column: string) => GivenValue | undefined,
  isWhole: (column: string) => boolean,
): GivenValue {
  switch (formula.kind) {
    case "column":
      return row(formula.name) ?? UNKNOWN;
    case "constant":
      return { kind: "constant", text: formula.text, quoted: true };
    case "call": {
      const value = workOut(formula.of, row, isWhole);
      const change = CHANGES_TEXT[formula.name];
      if (value.kind === "null" && change !== undefined) return value;
      if (value.kind !== "constant" || change === undefined || !/^[\x20-\x7e]*$/u.test(value.text)) return UNKNOWN;
      return { kind: "constant", text: change(value.text), quoted: true };
    }
    case "arithmetic":
      return calculated(formula, row, isWhole);
    default:
      return UNKNOWN;
  }
}

const UNKNOWN: GivenValue = { kind: "computed" };

function calculated(
  { sign, left, right }: Extract<Formula, { kind: "arithmetic" }>,
  row: (column: string) => GivenValue | undefined,
  isWhole: (column: string) => boolean,
): GivenValue {
  if (![left, right].every((side) => side.kind !== "column" || isWhole(side.name))) return UNKNOWN;
  const [a, b] = [left, right].map((side) => workOut(side, row, isWhole));
  if (a?.kind === "null" || b?.kind === "null") return { kind: "null" };
  const [x, y] = [wholeOf(a), wholeOf(b)];
  if (x === null || y === null || (sign === "/" && y === 0n)) return UNKNOWN;
  // Division of whole numbers truncates toward zero, in Postgres as here.
  const result = sign === "+" ? x + y : sign === "-" ? x - y : sign === "*" ? x * y : x / y;
  return { kind: "constant", text: String(result), quoted: false };
}

function wholeOf(value: GivenValue | undefined): bigint | null {
  return value?.kind === "constant" && /^-?\d{1,15}$/u.test(value.text) ? BigInt(value.text) : null;
}
