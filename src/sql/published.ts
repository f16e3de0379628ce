import type { Published } from "../model/operation.js";
import { as, child, flag, list, relation, stringOf, type Tree, text } from "./tree.js";

/** What CREATE or ALTER PUBLICATION names, and which changes the option `publish` lets through. */
export function published(node: Tree): Published {
  const parts = list(node, "pubobjects").map((part) => as(part, "PublicationObjSpec") ?? {});
  const option = list(node, "options")
    .map((each) => as(each, "DefElem") ?? {})
    .find((each) => text(each, "defname") === "publish");
  return {
    everything: flag(node, "for_all_tables"),
    schemas: parts.flatMap((part) => text(part, "name") ?? []),
    tables: parts.flatMap((part) => {
      const range = child(child(part, "pubtable"), "relation");
      return text(range, "relname") === null ? [] : [relation(range)];
    }),
    changes: option === undefined ? null : /\b(?:update|delete)\b/iu.test(stringOf(child(option, "arg")) ?? ""),
  };
}
