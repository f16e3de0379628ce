import type { InsertShape } from "../../model/old-code.js";
import { child, has, list, relation, type Tree, text, walk } from "../tree.js";

/** Every INSERT of a query, those in WITH included, and the columns that it fills. */
export function insertShapes(statement: Tree): InsertShape[] {
  const shapes: InsertShape[] = [];
  walk([statement], (tag, body) => {
    if (tag === "InsertStmt") shapes.push({ relation: relation(child(body, "relation")), columns: columnsOf(body) });
    return true;
  });
  return shapes;
}

function columnsOf(insert: Tree): InsertShape["columns"] {
  const named = list(insert, "cols");
  if (named.length > 0) return named.map((column) => text(child(column, "ResTarget"), "name") ?? "");
  // INSERT … DEFAULT VALUES gives nothing.
  if (!has(insert, "selectStmt")) return [];
  return width(child(child(insert, "selectStmt"), "SelectStmt"));
}

/** How many columns a query gives; null where a star or a composite value says it only to the server. */
function width(select: Tree): number | null {
  const rows = list(select, "valuesLists");
  const values = rows.length > 0 ? list(child(rows[0] ?? {}, "List"), "items") : list(select, "targetList");
  if (values.length === 0) return null;
  let known = true;
  walk(values, (tag) => {
    if (tag === "A_Star") known = false;
    return known;
  });
  return known ? values.length : null;
}
