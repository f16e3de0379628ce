import type { Expression } from "../../model/operation.js";

/** An expression as the server prints it. The parser is not asked: what is told here can be read off the printed form. */
export function expressionOf(text: string, columns: readonly string[]): Expression {
  const plain = text.replace(/'(?:[^']|'')*'/gu, "''");
  return {
    text,
    columns,
    functions: [...plain.matchAll(/(?<![\w$])(?:([a-z_][\w$]*)\.)?([a-z_][\w$]*)\(/giu)].map(([, schema, name]) => ({
      schema: schema ?? null,
      name: name ?? "",
    })),
    literals: [...text.matchAll(/'((?:[^']|'')*)'/gu)].map(([, inner]) => (inner ?? "").replaceAll("''", "'")),
    constant: /^\(*('(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false|null)(?:\)*::[\w ."[\]()]+)?\)*$/iu.test(text),
    isNull: /^null(::.*)?$/iu.test(text),
    provesNotNull: notNullOf(plain),
  };
}

/** Only where nothing but AND joins the parts: `((a IS NOT NULL) AND (b > 0))`. */
function notNullOf(text: string): string[] {
  if (/\b(or|not\s*\(|case)\b/iu.test(text.replace(/is not null/giu, ""))) return [];
  return [...text.matchAll(/\(\s*("(?:[^"]|"")+"|[a-z_][\w$]*) is not null\s*\)/giu)].map(([, name]) =>
    (name ?? "").startsWith('"') ? (name ?? "").slice(1, -1).replaceAll('""', '"') : (name ?? ""),
  );
}
