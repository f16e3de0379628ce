import type { ViewShape } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { patternOf } from "../../postgres/pattern-of.js";
import { lacksColumn } from "../known-names.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import type { Missing } from "./missing.js";

/** A column that none of the relations which a query finds it in has. */
export function* namedInQuery(
  { named, complete }: Pick<ViewShape, "named" | "complete">,
  of: RelationName,
  moment: Moment,
): Iterable<Missing> {
  if (!complete || [...moment.catalog.routines.values()].some(({ body }) => body !== null && ADDS_COLUMNS.test(body))) return;
  const { text } = moment.statement;
  for (const { among, column } of named) {
    if (column === "*" || among.length === 0 || !among.every((name) => lacksColumn(moment.table(name), column))) continue;
    // An alias stands for a whole row, or for what a query puts out.
    if (
      new RegExp(
        `(?:\\bas\\s+|(?:\\b(?:from|join)|,)\\s*(?:[\\w$]+\\.)?[\\w$]+\\s+)"?${patternOf(column)}"?(?![\\w$])`,
        "iu",
      ).test(text)
    )
      continue;
    if (among.some(({ name }) => name === column)) continue;
    yield { table: of, words: `The column ${among.map(sqlText.name).join(" or ")}.${sqlText.identifier(column)}` };
  }
}

const ADDS_COLUMNS = /\badd\s+column\b/iu;
