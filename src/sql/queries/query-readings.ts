import type { QueryReading } from "../../model/old-code.js";
import type { TreeParser } from "../parsers/tree-parser.js";
import { child, has, unwrap } from "../tree.js";
import { insertShapes } from "./insert-shapes.js";
import { numbered } from "./placeholders.js";

const PREPARED = new Set(["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"]);

/** What to prepare for a query, or why nothing is. */
export async function queryReadings(text: string, parser: TreeParser): Promise<readonly QueryReading[] | string> {
  const converted = await reading(numbered(text), parser);
  const original = await reading(text, parser);
  const readings = [converted, original].filter((each) => typeof each !== "string");
  const distinct = readings.filter((each, at) => at === 0 || each.sql !== readings[0]?.sql);
  return distinct.length > 0 ? distinct : String(converted);
}

async function reading(sql: string, parser: TreeParser): Promise<QueryReading | string> {
  await parser.mend();
  const result = parser.parse(sql);
  if ("broke" in result) return `it cannot be read: ${result.broke}`;
  if ("failure" in result) return result.failure.message;
  const [statement, ...more] = result.statements;
  if (statement === undefined) return "it holds no statement";
  if (more.length > 0) return "it holds several statements";
  const [tag] = unwrap(statement);
  if (!PREPARED.has(tag)) return `${firstWord(sql)} is no query to prepare`;
  if (has(child(statement, "SelectStmt"), "intoClause")) return "SELECT INTO makes a table";
  return { sql, inserts: insertShapes(statement) };
}

function firstWord(sql: string): string {
  return (/[a-z]+/iu.exec(sql.replace(/\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/gu, ""))?.[0] ?? "it").toUpperCase();
}
