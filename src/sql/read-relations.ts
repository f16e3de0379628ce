import type { RelationName } from "../model/relation-name.js";
import { child, list, relation, type Tree, text, walk } from "./tree.js";

/** Relations that a query reads, each once; names of its own WITH clauses are left out. */
export function readRelations(query: unknown): RelationName[] {
  const own = new Set<string>();
  walk(query, (tag, body) => {
    if (tag === "CommonTableExpr") own.add(text(body, "ctename") ?? "");
    return true;
  });
  const found = new Map<string, RelationName>();
  walk(query, (tag, body) => {
    if (tag === "RangeVar") {
      const name = relation(body);
      if (name.schema !== null || !own.has(name.name)) found.set(`${name.schema}.${name.name}`, name);
    }
    // The table that an INSERT, UPDATE, DELETE or MERGE inside WITH aims at is written, not read.
    return tag !== "relation" && tag !== "intoClause";
  });
  return [...found.values()];
}

/** Names of WITH queries that are bounded by a LIMIT: batches. */
export function limitedQueries(withClause: Tree): Set<string> {
  const names = new Set<string>();
  for (const node of list(withClause, "ctes")) {
    const query = child(node, "CommonTableExpr");
    if ("limitCount" in child(child(query, "ctequery"), "SelectStmt")) names.add(text(query, "ctename") ?? "");
  }
  return names;
}
