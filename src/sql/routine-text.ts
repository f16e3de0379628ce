import type { RoutinePiece, RoutineText } from "../model/old-code.js";
import { constantText } from "./constant-text.js";
import { loadTreeParser, type TreeParser } from "./parsers/tree-parser.js";
import { insertShapes } from "./queries/insert-shapes.js";
import { mentions } from "./routines/mentions.js";
import { withNamedParameters } from "./routines/named-parameters.js";
import { RoutineQueries, type RoutineQuery } from "./routines/routine-queries.js";
import { routineVariables } from "./routines/routine-variables.js";
import { child, has, list, unwrap } from "./tree.js";

const PLANNED = new Set(["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"]);

/** Takes a PL/pgSQL routine apart, given its `CREATE FUNCTION` or `CREATE PROCEDURE`. Null when the parser cannot follow it. */
export async function readRoutineText(definition: string): Promise<RoutineText | null> {
  const parser = await loadTreeParser();
  await parser.mend();
  // The parser has no catalog and takes a row type for a scalar, unless it looks like the name of a type.
  const parsed = parser.parsePlpgsql(definition.replace(/(?<!\s)\s*%\s*rowtype\b/giu, (match) => " ".repeat(match.length)));
  if (typeof parsed === "string") return null;
  const [wrapped, ...more] = list(parsed, "plpgsql_funcs");
  if (wrapped === undefined || more.length > 0) return null;
  const routine = child(wrapped, "PLpgSQL_function");
  const { variables, ambiguous } = routineVariables(routine);
  const pieces = new RoutineQueries(routine)
    .read()
    .filter((query) => !ambiguous.some((name) => isAbout(query, name)))
    .flatMap((query) => pieceOf(query, parser));
  return { variables, pieces };
}

function isAbout({ text, shapes }: RoutineQuery, name: string): boolean {
  return [text, ...shapes.flatMap(({ variable, query }) => [variable, query])].some((each) => mentions(each, name));
}

/** Nothing where the text is no query that can be planned: DDL in a body shows itself when it runs. */
function pieceOf({ text, line, kind, shapes }: RoutineQuery, parser: TreeParser): RoutinePiece[] {
  const known = kind === "dynamic" ? constantText(text, parser) : text;
  const result = known === null ? { statements: [] } : parser.parse(known);
  const [statement, ...more] = "statements" in result ? result.statements : [];
  if (known === null || statement === undefined || more.length > 0 || !PLANNED.has(unwrap(statement)[0])) return [];
  if (has(child(statement, "SelectStmt"), "intoClause")) return [];
  const sql = kind === "dynamic" ? known : withNamedParameters(known);
  const shaped = shapes.map(({ variable, query }) => ({ variable, query: withNamedParameters(query) }));
  return [{ sql, line, kind, shapes: kind === "dynamic" ? [] : shaped, inserts: insertShapes(statement) }];
}
