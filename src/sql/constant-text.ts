import { constantOf } from "./constants.js";
import type { TreeParser } from "./parsers/tree-parser.js";
import type { KnownVariable } from "./routines/known-variables.js";
import { as, child, list, nameFrom, number, stringOf, strings, type Tree } from "./tree.js";

/** More than these are no list that somebody wrote down. */
const MOST_TEXTS = 200;

/** What a variable holds: a text, or the elements of an array. */
type Value = string | readonly string[];
type Values = ReadonlyMap<string, Value>;
const NONE: Values = new Map();

/** The value of a text expression that is made of constants alone: a literal, `||`, format(), concat(). Null for any other. */
export function constantText(expression: string, parser: TreeParser): string | null {
  const target = targetOf(`SELECT ${expression}`, parser);
  return target === null ? null : evaluate(target, NONE);
}

/** The same where variables stand for values that the text tells: every text it comes to. */
export function constantTexts(
  expression: string,
  variables: readonly KnownVariable[],
  parser: TreeParser,
): readonly string[] | null {
  const target = targetOf(`SELECT ${expression}`, parser);
  if (target === null) return null;
  let all: Values[] = [NONE];
  for (const variable of neededFor(expression, variables)) {
    all = all.flatMap((values) =>
      valuesOf(variable, values, parser).map((value) => new Map([...values, [variable.name, value]])),
    );
    if (all.length > MOST_TEXTS) return null;
  }
  const texts = all.map((values) => evaluate(target, values)).filter((each) => each !== null);
  return texts.length === 0 || texts.length < all.length ? null : texts;
}

/** The variables that the expression speaks of, and those that their values speak of. */
function neededFor(expression: string, variables: readonly KnownVariable[]): readonly KnownVariable[] {
  const spoken = [expression.toLowerCase()];
  return variables
    .toReversed()
    .filter(({ name, from }) => spoken.some((each) => each.includes(name)) && spoken.push(from.toLowerCase()) > 0)
    .toReversed();
}

/** None where they are not known: the text then comes to nothing, which is unknown as well. */
function valuesOf({ from, takes }: KnownVariable, values: Values, parser: TreeParser): readonly Value[] {
  const target = targetOf(takes === "rows" ? from : `SELECT ${from}`, parser);
  if (target === null) return [];
  const many = elements(takes === "rows" ? unnested(target) : target, values);
  if (takes !== "value") return many ?? [];
  const text = evaluate(target, values);
  return [...(text === null ? [] : [text]), ...(many === null ? [] : [many])];
}

/** Null where one of them is not known. */
function elements(node: Tree, values: Values): readonly string[] | null {
  const cast = as(node, "TypeCast");
  if (cast !== null) return elements(child(cast, "arg"), values);
  const array = as(node, "A_ArrayExpr");
  if (array !== null) {
    const parts = list(array, "elements").map((element) => evaluate(element, values));
    return parts.includes(null) ? null : parts.filter((each) => each !== null);
  }
  const held = variable(node, values);
  if (Array.isArray(held)) return held;
  const literal = constantOf(node);
  // The text form of an array (PostgreSQL manual, 8.15.2), where no element needs quotes.
  const plain = literal?.kind === "string" ? /^\{([\w.]+(?:,\s*[\w.]+)*)\}$/u.exec(literal.value)?.[1] : undefined;
  return plain?.split(/,\s*/u) ?? null;
}

function variable(node: Tree, values: Values): Value | undefined {
  const parameter = as(node, "ParamRef");
  if (parameter !== null) return values.get(`$${number(parameter, "number")}`);
  const fields = strings(list(child(node, "ColumnRef"), "fields"));
  return fields.length === 1 ? values.get(fields[0] ?? "") : undefined;
}

function unnested(node: Tree): Tree {
  const call = child(node, "FuncCall");
  const [array, ...more] = list(call, "args");
  const isUnnest = nameFrom(strings(list(call, "funcname"))).name === "unnest";
  return isUnnest && array !== undefined && more.length === 0 ? array : {};
}

/** The one thing that a SELECT without FROM selects. */
function targetOf(query: string, parser: TreeParser): Tree | null {
  const parsed = parser.parse(query);
  if (!("statements" in parsed)) return null;
  const select = child(parsed.statements[0] ?? {}, "SelectStmt");
  const target = list(select, "targetList")[0];
  const isPlain = !["fromClause", "whereClause", "limitCount"].some((field) => Object.keys(select).includes(field));
  return target === undefined || !isPlain ? null : child(child(target, "ResTarget"), "val");
}

function evaluate(node: Tree, values: Values): string | null {
  const constant = constantOf(node);
  if (constant !== null) return constant.kind === "null" ? null : String(constant.value);
  const held = variable(node, values);
  if (typeof held === "string") return held;
  const cast = as(node, "TypeCast");
  if (cast !== null) return values.size === 0 ? null : evaluate(child(cast, "arg"), values);
  const operation = as(node, "A_Expr");
  if (operation !== null) {
    const sides = [child(operation, "lexpr"), child(operation, "rexpr")];
    const operator = stringOf(list(operation, "name")[0] ?? {});
    return operator === "||" ? joined(sides, values) : summed(operator, sides, values);
  }
  const call = as(node, "FuncCall");
  if (call === null) return null;
  const name = nameFrom(strings(list(call, "funcname"))).name;
  if (name === "format") return formatted(list(call, "args"), values);
  if (name === "quote_ident") return quoted(list(call, "args"), values);
  return name === "concat" ? joined(list(call, "args"), values) : null;
}

function joined(nodes: readonly Tree[], values: Values): string | null {
  const parts = nodes.map((node) => evaluate(node, values));
  return parts.includes(null) ? null : parts.join("");
}

/** Whole numbers only: what a text would become there is the server's to say. */
function summed(operator: string, nodes: readonly Tree[], values: Values): string | null {
  const [left = null, right = null] = nodes.map((node) => evaluate(node, values));
  if (left === null || right === null || !/^-?\d{1,9}$/u.test(left) || !/^-?\d{1,9}$/u.test(right)) return null;
  if (operator === "+") return String(Number(left) + Number(right));
  return operator === "-" ? String(Number(left) - Number(right)) : null;
}

function quoted([node = {}]: readonly Tree[], values: Values): string | null {
  const name = evaluate(node, values);
  return name === null ? null : identifier(name);
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** format() with %s, %I, %L and %% in order (PostgreSQL manual, 9.4.1); widths and positions are left alone. */
function formatted(nodes: readonly Tree[], known: Values): string | null {
  const [template, ...values] = nodes.map((node) => evaluate(node, known));
  if (template === undefined || template === null || /%[^sIL%]/u.test(template)) return null;
  let used = 0;
  let failed = false;
  const result = template.replace(/%([sIL%])/gu, (_match, kind: string) => {
    if (kind === "%") return "%";
    const value = values[used++] ?? null;
    failed ||= value === null;
    if (kind === "I") return identifier(value ?? "");
    return kind === "L" ? `'${(value ?? "").replaceAll("'", "''")}'` : (value ?? "");
  });
  return failed ? null : result;
}
