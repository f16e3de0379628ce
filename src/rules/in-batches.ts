import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** The user's own UPDATE for one range of keys at a time; `keepWhere` is false where its condition lets every row through. */
export function inBatches({ table, columns, where }: OperationOf<"update">, keepWhere: boolean, moment: Moment): string {
  const { range, how } = keyRange(table, moment, aliasOf(table, moment));
  const condition = where !== null && keepWhere ? `${range} AND (${where.text})` : range;
  const head = headOf(moment.statement.text, where?.text ?? null, moment);
  const update =
    head ??
    `UPDATE ${sqlText.name(table)} SET ${columns.map((column) => `${sqlText.identifier(column)} = DEFAULT /* the new value */`).join(", ")}`;
  return `${how}\n${update}\n WHERE ${condition};`;
}

/** One part of a table by its primary key: a range of numbers, or a share of all others by their hash. */
export function keyRange(
  table: RelationName,
  moment: Moment,
  alias: string | null = null,
): { readonly range: string; readonly how: string } {
  const known = moment.table(table);
  const [first = "id"] = known?.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  const key = `${alias === null ? "" : `${alias}.`}${sqlText.identifier(first)}`;
  const type = moment.column(table, first)?.type.name ?? "int8";
  return /^int[248]$/u.test(type)
    ? { range: `${key} > 0 AND ${key} <= 10000`, how: "-- one range after the other, each in a transaction of its own" }
    : {
        range: `abs(hashtext(${key}::text)::bigint) % 100 = 0`,
        how: "-- again with = 1 to = 99, each in a transaction of its own",
      };
}

/** The statement up to its condition, where that stands at the very end. */
function headOf(text: string, where: string | null, { site }: Moment): string | null {
  const bare = text.trim();
  if (site.inside !== "statement" || !/^update\b/iu.test(bare)) return null;
  if (where === null) return /\breturning\b/iu.test(bare) ? null : bare;
  return bare.endsWith(where)
    ? bare
        .slice(0, -where.length)
        .replace(/\bwhere\s*$/iu, "")
        .trimEnd()
    : null;
}

/** What columns of the changed table are to be called where other tables stand beside it. */
function aliasOf(table: RelationName, { statement, site }: Moment): string | null {
  if (site.inside !== "statement") return null;
  const alias =
    /^\s*update\s+(?:only\s+)?(?:(?:[\w$]+|"[^"]+")\s*\.\s*)?(?:[\w$]+|"[^"]+")\s*\*?\s+(?:as\s+)?((?!set\b)[\w$]+|"[^"]+")\s+set\b/iu.exec(
      statement.text,
    )?.[1];
  if (alias !== undefined) return alias;
  return /\bfrom\b/iu.test(statement.text) ? sqlText.identifier(table.name) : null;
}
