import { constantOf } from "./constants.js";
import type { TreeParser } from "./parsers/tree-parser.js";
import { as, child, list, nameFrom, stringOf, strings, type Tree } from "./tree.js";

/** The value of a text expression that is made of constants alone: a literal, `||`, format(), concat(). Null for any other. */
export function constantText(expression: string, parser: TreeParser): string | null {
  const parsed = parser.parse(`SELECT ${expression}`);
  if (!("statements" in parsed)) return null;
  const select = child(parsed.statements[0] ?? {}, "SelectStmt");
  const target = list(select, "targetList")[0];
  return target === undefined || Object.keys(select).includes("fromClause")
    ? null
    : evaluate(child(child(target, "ResTarget"), "val"));
}

function evaluate(node: Tree): string | null {
  const constant = constantOf(node);
  if (constant !== null) return constant.kind === "null" ? null : String(constant.value);
  const operation = as(node, "A_Expr");
  if (operation !== null && stringOf(list(operation, "name")[0] ?? {}) === "||") {
    return joined([child(operation, "lexpr"), child(operation, "rexpr")]);
  }
  const call = as(node, "FuncCall");
  if (call === null) return null;
  const name = nameFrom(strings(list(call, "funcname"))).name;
  if (name === "format") return formatted(list(call, "args"));
  return name === "concat" ? joined(list(call, "args")) : null;
}

function joined(nodes: readonly Tree[]): string | null {
  const parts = nodes.map(evaluate);
  return parts.includes(null) ? null : parts.join("");
}

/** format() with %s, %I, %L and %% in order (PostgreSQL manual, 9.4.1); widths and positions are left alone. */
function formatted(nodes: readonly Tree[]): string | null {
  const [template, ...values] = nodes.map(evaluate);
  if (template === undefined || template === null || /%[^sIL%]/u.test(template)) return null;
  let used = 0;
  let failed = false;
  const result = template.replace(/%([sIL%])/gu, (_match, kind: string) => {
    if (kind === "%") return "%";
    const value = values[used++] ?? null;
    failed ||= value === null;
    if (kind === "I") return `"${(value ?? "").replaceAll('"', '""')}"`;
    return kind === "L" ? `'${(value ?? "").replaceAll("'", "''")}'` : (value ?? "");
  });
  return failed ? null : result;
}
