import type { ViewShape } from "../model/operation.js";
import type { Source } from "./source.js";
import { as, has, list, type Tree } from "./tree.js";
import { viewShape } from "./view-shape.js";

/** What the SELECTs name that stand by themselves in a body of SQL: a string of statements, or BEGIN ATOMIC … END. */
export function bodyShapes(statements: readonly Tree[], source: Source): readonly ViewShape[] {
  return statements.flatMap((statement) => {
    const items = as(statement, "List");
    if (items !== null) return bodyShapes(list(items, "items"), source);
    const shape = has(statement, "SelectStmt") ? viewShape(statement, [], source) : undefined;
    return shape === undefined ? [] : [shape];
  });
}
