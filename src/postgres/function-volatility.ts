import { routineKeyOf } from "../catalog/key-of.js";
import type { Catalog, Routine } from "../model/catalog.js";
import type { Expression } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { steadyFunctions, volatileFunctions } from "./built-in-functions.js";

export type Volatility = "volatile" | "steady";

/** Values that SQL spells without parentheses, and forms that only look like calls (manual, 9.9.5 and 9.18). */
const steadyForms = new Set([
  "current_date",
  "current_time",
  "current_timestamp",
  "localtime",
  "localtimestamp",
  "current_user",
  "session_user",
  "user",
  "current_role",
  "current_catalog",
  "current_schema",
  "coalesce",
  "greatest",
  "least",
  "nullif",
  "array",
  "row",
  "cast",
]);

/**
 * Does a function give a value of its own for every row (`volatile`), or one value a statement (`steady`: STABLE or
 * IMMUTABLE)? null when nothing tells: it is neither built in nor in the catalog. PostgreSQL manual, 36.7 Function
 * Volatility Categories: a function that declares nothing is VOLATILE.
 */
export function volatilityOf(name: RelationName, catalog: Catalog): Volatility | null {
  const key = name.schema === "pg_catalog" ? undefined : routineKeyOf(name, catalog);
  const routine = key === undefined ? undefined : catalog.routines.get(key);
  if (routine !== undefined) return volatilityOfRoutine(routine, catalog);
  if (volatileFunctions.has(name.name)) return "volatile";
  return steadyFunctions.has(name.name) || steadyForms.has(name.name) ? "steady" : null;
}

/** Of an expression: volatile when any call in it is, else null when any call is unknown. */
export function volatilityOfExpression({ functions }: Expression, catalog: Catalog): Volatility | null {
  const all = functions.map((name) => volatilityOf(name, catalog));
  if (all.includes("volatile")) return "volatile";
  return all.includes(null) ? null : "steady";
}

/** Of an expression of which only the text is kept: a call is a name before a parenthesis. */
export function volatilityOfText(text: string, catalog: Catalog): Volatility | null {
  const bare = text.replace(/'(?:[^']|'')*'/gu, "''").replace(/::\s*[\w".]+(?:\s+varying)?\s*(?:\(\s*\d[\d\s,]*\))?/giu, "");
  const calls = [...bare.matchAll(/(?<![\w$])(?:([a-z_][\w$]*)\s*\.\s*)?([a-z_][\w$]*)\s*\(/giu)];
  const all = calls.map(([, schema, name]) =>
    volatilityOf({ schema: schema?.toLowerCase() ?? null, name: (name ?? "").toLowerCase() }, catalog),
  );
  if (all.includes("volatile")) return "volatile";
  return all.includes(null) ? null : "steady";
}

/**
 * A SQL function of a single bare SELECT is inlined before the server looks, so that what counts is its body:
 * `CREATE FUNCTION one() … LANGUAGE sql AS 'SELECT 1'` is VOLATILE by declaration and yet costs no rewrite (measured, 15 and 18).
 */
function volatilityOfRoutine(routine: Routine, catalog: Catalog): Volatility {
  if (routine.volatility !== "volatile") return "steady";
  if (routine.language !== "sql" || routine.body === null) return "volatile";
  const body = /^\s*(?:select|return)\s+([^;]*);?\s*$/iu.exec(routine.body)?.[1];
  // FROM inside extract() opens no table.
  const plain = body?.replace(/\bextract\s*\(\s*[\w']+\s+from\b/giu, "extract(");
  if (plain === undefined || /\b(?:from|where|select|with|union|limit)\b/iu.test(plain)) return "volatile";
  const calls = [...plain.matchAll(/(?<![\w$])(?:([a-z_][\w$]*)\s*\.\s*)?([a-z_][\w$]*)\s*\(/giu)];
  const own = calls.some(([, schema, name]) => {
    const called = { schema: schema?.toLowerCase() ?? null, name: (name ?? "").toLowerCase() };
    return called.name === routine.name || volatilityOf(called, catalog) !== "steady";
  });
  return own ? "volatile" : "steady";
}
