import { routineKeyOf } from "../catalog/key-of.js";
import type { Catalog } from "../model/catalog.js";
import type { TypeReference } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { foldedName } from "./folded-name.js";

/** Functions of which every variant that takes these arguments is STABLE or VOLATILE (pg_proc.provolatile, 15 and 18). */
const NEVER_IMMUTABLE: ReadonlySet<string> = new Set([
  ...["now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday", "random", "gen_random_uuid"],
  ...["to_char", "to_date", "concat", "concat_ws", "format", "array_to_string", "current_setting", "nextval", "txid_current"],
  ...["to_json", "to_jsonb", "row_to_json", "json_build_object", "jsonb_build_object", "json_build_array", "jsonb_build_array"],
]);

/** With one argument these take the default text search configuration, with two they name it. */
const ONE_ARGUMENT: ReadonlySet<string> = new Set(["to_tsvector", "to_tsquery", "plainto_tsquery", "websearch_to_tsquery"]);

/** date_trunc() and its kin over timestamptz depend on the time zone, over timestamp they do not. */
const OF_ZONE: ReadonlySet<string> = new Set(["date_trunc", "date_part", "extract"]);

/**
 * The first part of an expression that no index and no generated column takes, as written; null where none is known. Known are
 * built-in functions, casts of bare columns, and PL/pgSQL functions of the history: SQL functions may be inlined before the server looks
 * (CheckMutability in indexcmds.c).
 */
export function mutableCallIn(text: string, columns: ReadonlyMap<string, TypeReference>, catalog: Catalog): string | null {
  const bare = text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//gu, " ").replace(/'(?:[^']|'')*'/gu, "''");
  const now = /\b(?:current_(?:date|time|timestamp|user)|localtime(?:stamp)?|session_user)\b(?!\s*\()/iu.exec(bare);
  if (now !== null && !columns.has(now[0].toLowerCase())) return now[0].toLowerCase();
  for (const match of bare.matchAll(/(?<![\w$."])(?:("[^"]+"|[a-z_][\w$]*)\s*\.\s*)?("[^"]+"|[a-z_][\w$]*)\s*\(/giu)) {
    const [, written, called = ""] = match;
    const name = { schema: written === undefined ? null : foldedName(written), name: foldedName(called) };
    const passed = argumentsAt(bare, (match.index ?? 0) + match[0].length);
    if (isMutable(name, passed, columns, catalog)) return `${name.name}()`;
  }
  for (const [, written = "", type = ""] of bare.matchAll(
    /(?<![\w$".)])("[^"]+"|[a-z_][\w$]*)\s*::\s*(date|time|timestamp|timestamptz|text|varchar)\b/giu,
  )) {
    const column = foldedName(written);
    if (dependsOnSettings(columns.get(column), type.toLowerCase(), /::\s*timestamp\s+with\s+time\s+zone/iu.test(bare)))
      return `the cast of ${column} to ${type.toLowerCase()}`;
  }
  return null;
}

function isMutable(
  { name, schema }: RelationName,
  passed: readonly string[],
  columns: ReadonlyMap<string, TypeReference>,
  catalog: Catalog,
): boolean {
  const key = routineKeyOf({ schema, name }, catalog);
  const own = key === undefined ? undefined : catalog.routines.get(key);
  if (own !== undefined)
    return own.language === "plpgsql" && own.volatility !== "immutable" && (own.signatures?.length ?? 1) === 1;
  if (schema !== null && schema !== "pg_catalog") return false;
  if (NEVER_IMMUTABLE.has(name)) return true;
  if (name === "to_timestamp") return passed.length === 2;
  if (ONE_ARGUMENT.has(name)) return passed.length === 1;
  if (!OF_ZONE.has(name)) return false;
  // A third argument of date_trunc() names the zone: STABLE on 15, IMMUTABLE on 18.
  const from =
    name === "extract" ? /\bfrom\s+([\s\S]*)$/iu.exec(passed[0] ?? "")?.[1] : passed.length === 2 ? passed[1] : undefined;
  const type = columns.get(foldedName((from ?? "").trim()));
  return type?.name === "timestamptz" && !type.array;
}

function dependsOnSettings(type: TypeReference | undefined, to: string, withZone: boolean): boolean {
  if (type === undefined || type.array || withZone) return false;
  if (type.name === "timestamptz") return to !== "timestamptz";
  const isText = to === "text" || to === "varchar";
  if (type.name === "timestamp" || type.name === "date") return isText || (type.name === "timestamp" && to === "timestamptz");
  return (type.name === "text" || type.name === "varchar") && !isText;
}

/** The arguments that follow an opening parenthesis. */
function argumentsAt(text: string, start: number): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "(" || character === "[") depth++;
    else if (depth > 0 && (character === ")" || character === "]")) depth--;
    else if (depth === 0 && (character === ")" || character === ",")) {
      found.push(text.slice(from, at));
      from = at + 1;
      if (character === ")") return found;
    }
  }
  return found;
}
