import { childrenOf } from "../catalog/dependents.js";
import type { Table } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";
import { bodyCode } from "./body-relations.js";
import { knowsNames, lacksColumn } from "./known-names.js";
import { uniqueKeys } from "./known-rows.js";
import { requiredColumn } from "./required-column.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/**
 * Why the PL/pgSQL body of a trigger's function fails whenever it is reached; null where the text does not show it. PL/pgSQL looks at
 * its SQL when it runs it (manual, 43.11.2), so that neither CREATE FUNCTION nor CREATE TRIGGER minds.
 */
export function triggerBodyRefused(body: string, moment: Moment): string | null {
  const code = bodyCode(body);
  if (!/\breturn\b/iu.test(code) && !/\braise\s+exception\b/iu.test(code)) return "ends without RETURN";
  // Where the body chooses, what it holds may never run.
  if (/\b(?:if|case|exception|loop|execute)\b|\breturn\b[\s\S]*\breturn\b/iu.test(code) || !knowsNames(moment)) return null;
  for (const [, schema, name = "", list, given = ""] of code.matchAll(INSERT)) {
    const into = { schema: schema?.toLowerCase() ?? null, name: name.toLowerCase() };
    const table = moment.table(into);
    // What comes later in the change may make it fit.
    if (table === undefined || table.kind === "foreign" || moment.laterOn(into).length > 0) continue;
    const cause = unfit(table, into, list === undefined ? null : namesIn(list), given, moment);
    if (cause !== null) return cause;
  }
  return null;
}

const INSERT =
  /\binsert\s+into\s+(?:([a-z_][\w$]*)\s*\.\s*)?([a-z_][\w$]*)\s*(?:as\s+\w+\s*)?(?:\(([\w$\s,]+)\)\s*)?((?:values|select|overriding|default)\b[^;]*)/giu;

function unfit(
  table: Table,
  into: RelationName,
  columns: readonly string[] | null,
  given: string,
  moment: Moment,
): string | null {
  const text = sqlText.name(into);
  const missing = columns?.find((column) => lacksColumn(table, column));
  if (missing !== undefined) return `gives ${text} a column ${sqlText.identifier(missing)}, which it lacks`;
  if (lacksPartitions(table, moment)) return `writes to ${text}, which has no partition`;
  const required = columns === null ? undefined : requiredColumn(table, columns, moment);
  const mayFill = table.triggers.some(({ timing, events }) => timing === "before" && events.includes("insert"));
  if (required !== undefined && !mayFill && table.moreColumns !== true)
    return `gives ${text} nothing for ${sqlText.identifier(required.name)}, which is NOT NULL and has no default`;
  const target = /\bon\s+conflict\s*\(([\w$\s,]+)\)\s*do\b/iu.exec(given)?.[1];
  return target === undefined || table.kind === "partitioned" ? null : noArbiter(table, into, namesIn(target), moment);
}

/** ON CONFLICT needs a unique index over just its columns, in any order (42P10). */
function noArbiter(table: Table, into: RelationName, names: readonly string[], moment: Moment): string | null {
  const wanted = new Set(names);
  const fits = uniqueKeys(table, moment).some(
    ({ columns }) => new Set(columns).size === wanted.size && columns.every((column) => wanted.has(column)),
  );
  if (fits || names.some((name) => lacksColumn(table, name))) return null;
  return `needs a unique index of ${sqlText.name(into)} over just (${[...wanted].join(", ")})`;
}

/** Born in this change, and nothing of it makes partitions: what runs on a clock may have made those of an older one. */
function lacksPartitions({ kind, origin, schema, name }: Table, { catalog, laterOf }: Moment): boolean {
  if (kind !== "partitioned" || origin !== "change" || childrenOf(`${schema}.${name}`, catalog).length > 0) return false;
  return laterOf("create-table", "attach-partition", "do-block", "call", "select", "create-object").length === 0;
}

function namesIn(list: string): readonly string[] {
  return list.split(",").map((column) => column.trim().toLowerCase());
}
