import type { Comparison, Expectation, PromiseMoment, Tolerance } from "../../model/promise.js";

export interface WrittenExpectation {
  readonly sql: string;
  readonly value: string;
  readonly expectation: Expectation;
  readonly moment?: PromiseMoment;
  readonly severity?: "warning";
  readonly tolerance?: Tolerance;
}

const LITERAL = String.raw`(?:'(?:[^']|'')*'|[^\s(),']+)`;
const BETWEEN = new RegExp(String.raw`^(.*\S)\s+between\s+(${LITERAL})\s+and\s+(${LITERAL})$`, "iu");
const IN = new RegExp(String.raw`^(.*\S)\s+in\s*\(\s*(${LITERAL}(?:\s*,\s*${LITERAL})*)\s*\)$`, "iu");
/** An operator that is no part of another one (`->`, `=>`, `@>`, `<@`, `::`), and a value behind which no other stands. */
const COMPARED = /^(.*\S)\s*(?<![<>!:=@~|&*#?-])(<=|>=|<>|!=|=|<|>)(?![<>=@|&~])\s*('(?:[^']|'')*'|[^'=<>]*[^'=<>\s])$/u;
/** A value that holds such signs itself, unquoted: the last `=` that stands alone divides. */
const EQUALS = /^(.*\S)\s*(?<![<>!:=])(=)(?![=>])\s*(\S.*)$/u;

/** `[before|after|back] [warn] <SQL> <operator> <value> [except <n> | tolerate <p>%]`; null where it is none. */
export function parseExpectation(text: string): WrittenExpectation | null {
  const [, words = "", afterWords = ""] = /^((?:(?:before|after|back|warn)\s+)*)(.*)$/isu.exec(text.trim()) ?? [];
  const { rest, tolerance } = withoutTolerance(afterWords);
  const divided = divide(rest);
  if (divided === null) return null;
  const lead = words.toLowerCase().trim().split(/\s+/u);
  const moment = MOMENTS.find((each) => lead.includes(each));
  return {
    ...divided,
    ...(moment === undefined ? {} : { moment }),
    ...(lead.includes("warn") ? { severity: "warning" } : {}),
    ...(tolerance === null ? {} : { tolerance }),
  };
}

const MOMENTS: readonly PromiseMoment[] = ["before", "after", "back"];

function withoutTolerance(text: string): { readonly rest: string; readonly tolerance: Tolerance | null } {
  const [, rest = text, , count, percent] = /^(.*\S)\s+(except\s+(\d+)|tolerate\s+(\d+(?:\.\d+)?)\s*%)$/isu.exec(text) ?? [];
  if (count !== undefined) return { rest, tolerance: { kind: "count", amount: Number(count) } };
  return { rest, tolerance: percent === undefined ? null : { kind: "percent", amount: Number(percent) } };
}

function divide(text: string): Pick<WrittenExpectation, "sql" | "value" | "expectation"> | null {
  const [, inRange, low, high] = BETWEEN.exec(text) ?? [];
  if (inRange !== undefined && low !== undefined && high !== undefined) {
    return {
      sql: inRange,
      value: `between ${low} and ${high}`,
      expectation: { kind: "between", low: unquoted(low), high: unquoted(high) },
    };
  }
  const [, inList, list] = IN.exec(text) ?? [];
  if (inList !== undefined && list !== undefined) {
    const values = [...list.matchAll(new RegExp(LITERAL, "gu"))].map(([each]) => unquoted(each));
    return { sql: inList, value: `in (${list})`, expectation: { kind: "in", values } };
  }
  const [, sql, operator, value] = COMPARED.exec(text) ?? EQUALS.exec(text) ?? [];
  if (sql === undefined || operator === undefined || value === undefined) return null;
  return { sql, value, expectation: { kind: "compare", operator: comparison(operator), value: unquoted(value) } };
}

function comparison(operator: string): Comparison {
  switch (operator) {
    case "!=":
    case "<>":
      return "<>";
    case "<":
    case "<=":
    case ">":
    case ">=":
      return operator;
    default:
      return "=";
  }
}

function unquoted(value: string): string {
  return /^'.*'$/su.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value;
}
