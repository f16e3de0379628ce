import type { OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { isNowhere } from "../known-names.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import { leavesUnnamed } from "./leaves-unnamed.js";
import type { Missing } from "./missing.js";

/** Indexes that the statement drops. */
export function* missingIndexes({ indexes }: OperationOf<"drop-index">, moment: Moment): Iterable<Missing> {
  for (const index of indexes)
    if ((!MADE_INDEX.test(index.name) || isMistakenIndex(index, moment)) && isNowhere(index, moment))
      yield { table: index, words: `The index ${sqlText.name(index)}` };
}

const MADE_INDEX = /_(?:idx|key|pkey|excl)\d*$/u;

/** Names that the server makes up are told where the history holds the object that is meant: in another schema, in other letters, or without a name in the up of this way back. */
function isMistakenIndex({ name }: RelationName, moment: Moment): boolean {
  const meant = [...moment.catalog.indexes.values()].some((index) => index.name.toLowerCase() === name.toLowerCase());
  return (
    meant ||
    !startsWithTable(name, moment) ||
    leavesUnnamed(moment, (operation) => operation.kind === "create-index" && operation.index === null)
  );
}

/** A name that the server makes up begins with that of a table, cut only where all of it would be too long (makeObjectName in indexcmds.c). */
function startsWithTable(name: string, { catalog, earlierOf }: Moment): boolean {
  const tables = [...catalog.tables.values()].map((table) => table.name);
  const before = earlierOf("rename-table").map(({ operation }) =>
    operation.kind === "rename-table" ? operation.table.name : "",
  );
  return name.length > 50 || [...tables, ...before].some((table) => name.startsWith(`${table}_`));
}
