import type { Literals } from "./literals.js";
import { matchingText } from "./matching-text.js";
import { type Shape, undress } from "./shape.js";
import { arrayText } from "./values-of.js";

/** Lengths beyond are not tried. */
const LONGEST = 2_000;
const VARIANTS = 12;
const MOST = 60;

/** Values that the constants of a check propose for a column of this type. The server decides which of them it takes. */
export function suggestions(shape: Shape, literals: Literals): string[] {
  const found = new Set<string>();
  for (const text of proposed(undress(shape), literals)) {
    found.add(text);
    if (found.size >= MOST) break;
  }
  return [...found];
}

function proposed(shape: Shape, literals: Literals): string[] {
  if (shape.kind === "array") {
    const elements = proposed(undress(shape.element), literals).map((element) => arrayText([element]));
    const [first] = literals.texts;
    const lengths = lengthsIn(literals).map((length) => arrayText(Array.from({ length }, () => first ?? "1")));
    return [...elements, ...lengths, arrayText(literals.texts)];
  }
  if (shape.kind !== "base") return [...literals.texts];
  switch (shape.name) {
    case "int2":
    case "int4":
    case "int8":
    case "oid":
    case "numeric":
    case "float4":
    case "float8":
    case "money":
      return numbersAround(literals);
    case "date":
    case "timestamp":
    case "timestamptz":
      return literals.texts.flatMap(momentsAround);
    case "json":
    case "jsonb":
      return jsons(literals);
    case "bytea":
      return [...literals.texts, ...lengthsIn(literals).map((length) => `\\x${"61".repeat(length)}`)];
    case "text":
    case "varchar":
    case "bpchar":
    case "citext":
    case "name":
      return texts(literals);
    default:
      return [...literals.texts];
  }
}

/** First what is written there, so that every label of a list is among the first; then what fits a pattern or a length. */
function texts(literals: Literals): string[] {
  const matching = literals.patterns.flatMap((pattern) =>
    Array.from({ length: VARIANTS }, (_, at) => matchingText(pattern, at * 7)).filter((text) => text !== null),
  );
  const lengths = lengthsIn(literals).flatMap((length) => ["a", "b", "1"].map((letter) => letter.repeat(length)));
  return [...matching, ...literals.texts, ...lengths, ...literals.texts.map((text) => `${text}a`)];
}

function numbersAround({ numbers }: Literals): string[] {
  return numbers.flatMap((text) => {
    const number = Number(text);
    const around = [text, String(number + 1), String(number - 1), `-${text}`];
    return Number.isSafeInteger(number) ? around : [text, String(number * 2), String(number / 2), `-${text}`];
  });
}

function momentsAround(text: string): string[] {
  const day = /^(\d{4})-(\d\d)-(\d\d)/u.exec(text);
  if (day === null) return [text];
  const at = Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
  const rest = text.slice(day[0].length);
  return [text, ...[1, -1].map((days) => new Date(at + days * 86_400_000).toISOString().slice(0, 10) + rest)];
}

/** Objects that have each text as a key, or one of them as the value of another. */
function jsons({ texts: names }: Literals): string[] {
  const keys = names.filter((name) => name !== "").slice(0, 8);
  const object = (value: unknown) => JSON.stringify(Object.fromEntries(keys.map((key) => [key, value])));
  const pairs = keys.flatMap((key) => keys.filter((other) => other !== key).map((other) => JSON.stringify({ [key]: other })));
  return [...["a", 1, [], {}, null, true].map(object), ...pairs, "{}", "[]", '"a"', "1", "null", "true", "[{}]"];
}

function lengthsIn({ numbers }: Literals): number[] {
  const lengths = numbers.map(Number).filter((number) => Number.isInteger(number) && number <= LONGEST);
  return [...new Set(lengths.flatMap((length) => [length, length + 1, length - 1]))].filter((length) => length > 0);
}
