import type { Catalog } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { foundKey } from "./key-of.js";

/**
 * Does a statement that ran need a table that nothing before it made? Then what is read is not the whole history: it
 * began with a dump, or with files that lie elsewhere. IF EXISTS needs nothing, and may stand anywhere in the text; what
 * a routine or a block makes under names of its own is in the history all the same.
 */
export function needsUnmadeTable(operation: Operation, text: string, catalog: Catalog): boolean {
  const table = neededBy(operation);
  if (table === null || !isOwn(table, catalog) || /\bif\s+exists\b/iu.test(text)) return false;
  const key = foundKey(table, catalog);
  if (key !== undefined && (catalog.tables.has(key) || catalog.views.has(key))) return false;
  const bodies = [...catalog.routines.values()].map(({ body }) => body ?? "");
  return ![...bodies, ...(catalog.dynamic ?? [])].some((sql) => MAKES_TABLES.test(sql));
}

const MAKES_TABLES = /\b(?:create\s+(?:unlogged\s+)?(?:table|view|materialized)|rename\s+to)\b/iu;

function neededBy(operation: Operation): RelationName | null {
  switch (operation.kind) {
    case "add-column":
    case "drop-column":
    case "alter-column-type":
    case "set-not-null":
    case "drop-not-null":
    case "set-default":
    case "add-constraint":
    case "create-index":
    case "create-trigger":
      return operation.table;
    default:
      return null;
  }
}

/** Of a schema that the history makes; not the bookkeeping of a tool, which makes its table itself. */
function isOwn({ schema, name }: RelationName, { schemas }: Catalog): boolean {
  return (schema === null || schemas.has(schema)) && !/^pg_|migration|^schema_/u.test(name);
}
