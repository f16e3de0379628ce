import { routineKeyOf } from "../catalog/key-of.js";
import type { OperationOf } from "../model/operation.js";
import { isOwnSchema } from "./known-names.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** Why the server refuses the trigger (CreateTriggerFiringOn in trigger.c); null where nothing is known against it. */
export function unfitTrigger(operation: OperationOf<"create-trigger">, moment: Moment): string | null {
  const { table, timing, level, seesRows, events, constraint } = operation;
  const text = sqlText.name(table);
  const kind = moment.catalog.views.has(moment.key(table)) ? "view" : moment.table(table)?.kind;
  if (kind === "view" && timing !== "instead" && level === "row")
    return `${text} is a view, which takes no BEFORE or AFTER row triggers`;
  if ((kind === "table" || kind === "partitioned") && timing === "instead")
    return `${text} is no view, and INSTEAD OF is for views alone`;
  if (kind === "partitioned" && seesRows === true && level === "row")
    return `${text} is partitioned, and its row triggers have no transition tables`;
  if (seesRows === true) {
    if (timing !== "after") return "Only an AFTER trigger has transition tables";
    if (constraint) return "A constraint trigger has no transition tables";
    if (events.length > 1) return "A trigger with transition tables takes one event alone";
    if (/\bupdate\s+of\b/iu.test(moment.statement.text) && moment.site.inside === "statement")
      return "A trigger with transition tables takes no list of columns";
  }
  return strangerInWhen(operation, moment) ?? unfitFunction(operation, moment);
}

/** There is no OLD row when one is inserted, and no NEW one when one is deleted; a statement has neither. */
function strangerInWhen({ events, level }: OperationOf<"create-trigger">, { statement, site }: Moment): string | null {
  if (site.inside !== "statement") return null;
  const text = statement.text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/gu, " ");
  const when = /\bwhen\s*\(([\s\S]*)\)\s*execute\b/iu.exec(text)?.[1];
  if (when === undefined) return null;
  const names = (row: string) => new RegExp(`(?<![\\w$".])${row}(?![\\w$"])`, "iu").test(when);
  if (level === "statement" && (names("old") || names("new"))) return "WHEN of a statement trigger has no row to look at";
  if (events.includes("insert") && names("old")) return "WHEN names OLD, which an INSERT does not have";
  return events.includes("delete") && names("new") ? "WHEN names NEW, which a DELETE does not have" : null;
}

/** A trigger calls a function without parameters that returns trigger. */
function unfitFunction({ routine }: OperationOf<"create-trigger">, { catalog, ...moment }: Moment): string | null {
  const key = routineKeyOf(routine, catalog);
  const signatures = key === undefined ? undefined : catalog.routines.get(key)?.signatures;
  if (signatures === undefined || signatures.length === 0 || !isOwnSchema(routine.schema, { ...moment, catalog })) return null;
  const bare = signatures.find(({ inputs }) => inputs.length === 0);
  if (bare === undefined) return `Every ${sqlText.name(routine)}() takes arguments, and a trigger calls it without any`;
  const returns = bare.returns
    ?.toLowerCase()
    .replace(/^pg_catalog\./u, "")
    .replaceAll('"', "");
  return returns === undefined || returns === "trigger" ? null : `${sqlText.name(routine)}() does not return trigger`;
}
