import type { Expression, OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { patternOf } from "../postgres/pattern-of.js";
import type { Moment } from "./rule.js";
import { meetsEveryRow } from "./whole-table-filter.js";

/** A few values of a column that a unique index keeps apart find a few rows; of any other column they may find every row. */
export function aimsAtMany({ table, bounded, where }: OperationOf<"update" | "delete">, moment: Moment): boolean {
  if (bounded !== "key") return bounded === "filter";
  // CURRENT OF, or a condition that no row meets.
  if (where === null || where.columns.length === 0) return false;
  const columns = where.columns.filter((column) => column === "ctid" || isPinned(column, where.text, moment.site.inside));
  const known = moment.table(table);
  if (known === undefined) return !columns.some((column) => KEY_LIKE.test(column));
  const unique = [
    ...moment
      .indexesOf(table)
      .filter(({ unique, columns: keyed }) => unique && keyed.every((each) => each !== null))
      .map((index) => index.columns),
    ...known.constraints
      .filter(({ type }) => type === "primary-key" || type === "unique")
      .map((constraint) => constraint.columns),
  ];
  if (columns.includes("ctid")) return false;
  return !unique.some((keyed) => keyed.every((column) => column !== null && columns.includes(column)));
}

/** Names of columns that are unique more often than not, for tables that nobody has seen. */
const KEY_LIKE = /^(?:id|uuid|guid|key|code|slug|name|email|version|ctid)$|_(?:id|uuid|guid|key|code|slug)$/iu;

/** `column = value` or `column IN (values)`; what is merely compared, or looked up in a query or another table, finds many. */
function isPinned(column: string, condition: string, inside: Moment["site"]["inside"]): boolean {
  const name = patternOf(column);
  // In PL/pgSQL `row.id` is one value; elsewhere it is a column of another table.
  const joined = inside === "do" ? "" : String.raw`(?!\(*\s*(?:[\w$]+|"[^"]+")\.(?:[\w$]+|"[^"]+")\s*(?![\w$"(.]))`;
  const listed = String.raw`(?:=\s*any|in)\s*\((?!\s*\(*\s*(?:select|with)\b)`;
  const pinned = String.raw`(?<![\w$])"?${name}"?(?:\s*::\s*[\w ]+)?\s*(?:${listed}|=(?!\s*any\b)\s*${joined})`;
  const mirrored = String.raw`(?:'|\d)(?:\s*::\s*[\w ]+)?\s*=\s*(?:[\w"]+\.)?"?${name}"?(?![\w$])`;
  return new RegExp(`${pinned}|${mirrored}`, "iu").test(condition);
}

/** `c IS NOT NULL`, `c LIKE '%'` and their like alone, for a column that the schema keeps from being NULL. */
export function isAlwaysTrue({ text, columns }: Expression, table: RelationName, moment: Moment): boolean {
  return columns.length === 1 && meetsEveryRow(text, moment.table(table));
}

/** Batches that a DO block makes without a COMMIT between them are one transaction. */
export function neverCommits({ bounded, where }: OperationOf<"update" | "delete">, moment: Moment): boolean {
  if (moment.site.inside !== "do" || !(bounded === "range" || SLIDES.test(where?.text ?? ""))) return false;
  const loops = loopsIn(textOfBlock(moment));
  return loops !== "" && !/\bcommit\b/iu.test(loops);
}

/** One batch of a loop that commits: `id > low AND id <= low + step`, or `<= high` where the block moves the one end along by the other. */
export function isBatchOfLoop({ where }: OperationOf<"update" | "delete">, moment: Moment): boolean {
  if (moment.site.inside !== "do" || where === null) return false;
  const block = textOfBlock(moment);
  if (!/\bcommit\b/iu.test(loopsIn(block))) return false;
  if (SLIDES.test(where.text)) return true;
  const [, , low = "", high = ""] = BETWEEN_NAMES.exec(where.text) ?? [];
  // `high := low + step`, or `low := high` after a query that finds the next end.
  return low !== "" && new RegExp(String.raw`\b${high}\s*:?=\s*${low}\s*\+|\b${low}\s*:?=\s*${high}\b`, "iu").test(block);
}

const BETWEEN_NAMES = /(?<![\w$.])((?:[\w$]+\.)?[\w$]+)\s*>=?\s*([a-z_]\w*)\s+and\s+\1\s*<=?\s*([a-z_]\w*)(?![\w$.(]|\s*[-+*])/iu;

/** From the first LOOP to the last END LOOP: a COMMIT after it ends what all batches made. */
function loopsIn(text: string): string {
  return /\bloop\b(?:.*\bend\s+loop\b)?/isu.exec(text)?.[0] ?? "";
}

/** `id > low AND id <= low + step`, whose ends are variables that read as columns, and `id = ANY (ids)`. */
const SLIDES = /=\s*any\s*\(\s*[a-z_][\w$]*\s*\)|("?[\w$]+"?)\s*>=?\s*("?[\w$]+"?)\s+and\s+\1\s*<=?\s*\2\s*\+\s*[\w$"]+/iu;

/** A block's own text, and the bodies of the routines that it calls. */
function textOfBlock({ statement, catalog }: Moment): string {
  const texts = [statement.text];
  const routines = new Set(catalog.routines.values());
  for (const text of texts)
    for (const routine of routines)
      if (routine.body !== null && text.toLowerCase().includes(routine.name.toLowerCase())) {
        routines.delete(routine);
        texts.push(routine.body);
      }
  return texts.join("\n");
}

/** `FOR row IN SELECT … FROM table LOOP UPDATE … WHERE key = row.key`, with nothing that narrows the query, and no COMMIT: every row, one by one. */
export function followsEveryRow({ table, where }: OperationOf<"update" | "delete">, { site, statement }: Moment): boolean {
  if (site.inside !== "do" || where === null || /\bcommit\b/iu.test(statement.text)) return false;
  for (const [, row = "", query = "", from] of statement.text.matchAll(LOOP_OVER_QUERY)) {
    if (/\b(?:where|limit|fetch|join|having|distinct|group|offset|tablesample|values)\b|\(/iu.test(query)) continue;
    // The rows of another table may be few.
    if (from?.toLowerCase() !== table.name.toLowerCase()) continue;
    // Another condition beside the key may let none through.
    if (new RegExp(String.raw`^\(?[\w".]+\s*=\s*\(?"?${row}"?\.[\w"]+\)*$`, "iu").test(where.text.trim())) return true;
  }
  return false;
}

const LOOP_OVER_QUERY = /\bfor\s+(\w+)\s+in\s+(select\b[^;]*?\bfrom\s+(?:"?\w+"?\.)?"?(\w+)"?[^;,]*?)\bloop\b/giu;
