import type { Published } from "../model/operation.js";
import { columnName } from "./expressions.js";
import { as, child, flag, has, list, relation, stringOf, strings, type Tree, text, walk } from "./tree.js";

/** What CREATE or ALTER PUBLICATION names, and which changes the option `publish` lets through. */
export function published(node: Tree): Published {
  const parts = list(node, "pubobjects").map((part) => as(part, "PublicationObjSpec") ?? {});
  const option = list(node, "options")
    .map((each) => as(each, "DefElem") ?? {})
    .find((each) => text(each, "defname") === "publish");
  const picks = parts.flatMap((part) => {
    const table = child(part, "pubtable");
    const where = has(table, "whereClause") ? columnsIn(child(table, "whereClause")) : [];
    const columns = has(table, "columns") ? strings(list(table, "columns")) : null;
    return where.length === 0 && columns === null ? [] : [{ table: relation(child(table, "relation")), where, columns }];
  });
  return {
    everything: flag(node, "for_all_tables"),
    schemas: parts.flatMap((part) => text(part, "name") ?? []),
    tables: parts.flatMap((part) => {
      const range = child(child(part, "pubtable"), "relation");
      return text(range, "relname") === null ? [] : [relation(range)];
    }),
    ...(picks.length === 0 ? {} : { picks }),
    changes: option === undefined ? null : /\b(?:update|delete)\b/iu.test(stringOf(child(option, "arg")) ?? ""),
  };
}

function columnsIn(tree: Tree): readonly string[] {
  const named = new Set<string>();
  walk(tree, (tag, body) => {
    if (tag === "ColumnRef") named.add(columnName(body) ?? "");
    return true;
  });
  return [...named];
}
