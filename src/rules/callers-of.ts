import { routineKeyOf } from "../catalog/key-of.js";
import type { RelationName } from "../model/relation-name.js";
import { type Reason, said } from "./drop-reason.js";
import { nameOfKey } from "./effects-words.js";
import { namePattern } from "./history-words.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** Defaults, CHECK constraints, indexes and views that call a function, which Postgres tracks; of several by one name it is not told which. */
export function* callersOf(names: readonly RelationName[], { catalog }: Moment): Iterable<Reason> {
  for (const name of names) {
    const key = routineKeyOf(name, catalog);
    if (key === undefined || catalog.routines.get(key)?.signatures?.length !== 1) continue;
    const { schema, name: plain } = nameOfKey(key);
    const call = new RegExp(`(?<!["\\w$.])(?:${namePattern(schema ?? "public")}\\.)?${namePattern(plain)}\\s*\\(`, "iu");
    const text = `${sqlText.name(name)}()`;
    for (const [table, { columns, constraints }] of catalog.tables) {
      const column = columns.find((each) => each.default !== null && call.test(unquoted(each.default)));
      const check = constraints.find(({ expression }) => expression !== null && call.test(unquoted(expression.text)));
      if (column !== undefined)
        yield {
          table: nameOfKey(table),
          words: `The default of ${said(table)}.${sqlText.identifier(column.name)} calls ${text}`,
        };
      if (check !== undefined)
        yield {
          table: nameOfKey(table),
          words: `The constraint ${sqlText.identifier(check.name)} of ${said(table)} calls ${text}`,
        };
    }
    for (const [index, { calls = [], table }] of catalog.indexes)
      if (calls.includes(key)) yield { table: nameOfKey(table), words: `The index ${said(index)} calls ${text}` };
    for (const [view, { calls = [] }] of catalog.views)
      if (calls.includes(key)) yield { table: nameOfKey(view), words: `The view ${said(view)} calls ${text}` };
  }
}

function unquoted(expression: string): string {
  return expression.replace(/'(?:[^']|'')*'/gu, "''");
}
