import type { Assessed } from "../../model/assessed.js";
import { jsonText } from "../escape/json-text.js";
import { sarifLog } from "../sarif/log.js";

/** One log with a run for each: code scanning keeps them apart by the category that holds the key. */
export function sarifOfSeveral({ databases }: Assessed): string {
  const logs = databases.map(({ key, assessment }) => sarifLog(assessment, key));
  return jsonText({ ...logs[0], runs: logs.flatMap(({ runs }) => runs) });
}
