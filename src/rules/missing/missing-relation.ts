import type { RelationName } from "../../model/relation-name.js";
import { isNowhere } from "../known-names.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import type { Missing } from "./missing.js";

export function* missingRelation(table: RelationName, moment: Moment): Iterable<Missing> {
  if (isNowhere(table, moment)) yield { table, words: `The table ${sqlText.name(table)}` };
}
