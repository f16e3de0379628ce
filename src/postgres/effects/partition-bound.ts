import type { Table } from "../../model/catalog.js";
import { implies } from "./implies.js";
import { rulesOut } from "./rules-out.js";

/** Do the validated CHECKs of the table say at least what the bound says (manual, ALTER TABLE, ATTACH PARTITION)? Known for one key column that is NOT NULL. */
export function impliesBound(table: Table | undefined, partitionColumns: readonly string[], bound: string): boolean {
  const [column, ...others] = partitionColumns;
  if (table === undefined || column === undefined || others.length > 0) return false;
  const checks = table.constraints
    .filter(({ type, validated }) => type === "check" && validated)
    .flatMap(({ expression }) => expression ?? []);
  const notNull =
    table.columns.find(({ name }) => name === column)?.notNull === true ||
    checks.some(({ provesNotNull }) => provesNotNull.includes(column));
  const texts = checks.map(({ text }) => text);
  return notNull && implies(texts, column, bound, isOrdered(table, column));
}

/** Does a validated CHECK of the DEFAULT partition rule out every row of the bound? Then it is not read (manual, ALTER TABLE, ATTACH PARTITION). */
export function excludesBound(table: Table | undefined, partitionColumns: readonly string[], bound: string): boolean {
  const [column, ...others] = partitionColumns;
  if (table === undefined || column === undefined || others.length > 0) return false;
  const wanted = conditionsOf(column, bound);
  if (wanted === null || wanted.length === 0) return false;
  const opposites = wanted.every((each) => /[=<]/u.test(each)) ? wanted.map(opposite) : [];
  const ruling = [`not ${wanted.join(" and ")}`, ...(opposites.length > 0 ? [opposites.join(" or ")] : []), ...opposites];
  const checks = table.constraints.filter(({ type, validated }) => type === "check" && validated);
  if (checks.some(({ expression }) => expression !== null && rulesOut(expression.text, column, bound, isOrdered(table, column))))
    return true;
  // The bound itself says IS NOT NULL (PostgreSQL source, get_qual_for_range), and a CHECK may say it as well.
  const notNull = squeeze(`${column} is not null and `);
  return checks.some(({ expression }) => ruling.includes(squeeze(expression?.text ?? "").replace(`${notNull} `, "")));
}

function isOrdered({ columns }: Table, column: string): boolean {
  return ORDERED.has(columns.find(({ name }) => name === column)?.type.name ?? "");
}

/** Numbers and days: in other types the order of constants is not that of what they look like. */
const ORDERED: ReadonlySet<string> = new Set([
  "int2",
  "int4",
  "int8",
  "numeric",
  "float4",
  "float8",
  "date",
  "timestamp",
  "timestamptz",
]);

/** `c>=a` is false where `c<a` holds. */
function opposite(condition: string): string {
  if (condition.includes(">=")) return condition.replace(">=", "<");
  return condition.includes("<") ? condition.replace("<", ">=") : condition.replace("=", "<>");
}

function conditionsOf(column: string, bound: string): readonly string[] | null {
  const range = /from\s*\((.*)\)\s*to\s*\((.*)\)/isu.exec(bound);
  if (range?.[1] !== undefined && range[2] !== undefined) {
    return [
      ...(isOpen(range[1]) ? [] : [squeeze(`${column}>=${range[1]}`)]),
      ...(isOpen(range[2]) ? [] : [squeeze(`${column}<${range[2]}`)]),
    ];
  }
  const list = /\bin\s*\((.*)\)/isu.exec(bound)?.[1];
  if (list === undefined || /\bnull\b/iu.test(list)) return null;
  return [squeeze(list.includes(",") ? `${column} in ${list}` : `${column} = ${list}`)];
}

function isOpen(value: string): boolean {
  return /^\s*(?:minvalue|maxvalue)\s*$/iu.test(value);
}

/** Without case, blanks, parentheses and casts, so that `(at >= '2027-01-01'::date)` and `at>='2027-01-01'` are one. Words keep a blank. */
function squeeze(text: string): string {
  return text
    .toLowerCase()
    .replace(/::\s*[a-z_ ]+(?:\(\d+\))?/gu, "")
    .replace(/[()"]/gu, " ")
    .replace(/\s+/gu, " ")
    .replace(/ ?(>=|<=|<>|=|<|>|,) ?/gu, "$1")
    .trim();
}
