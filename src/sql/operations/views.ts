import { readRelations } from "../read-relations.js";
import { child, flag, relation } from "../tree.js";
import type { Readers } from "./reader.js";

/** Views; materialized ones are made by CREATE TABLE AS in the tree, see tables.ts. */
export const views: Readers = {
  ViewStmt: (node) => [
    {
      kind: "create-view",
      view: relation(child(node, "view")),
      replace: flag(node, "replace"),
      reads: readRelations(child(node, "query")),
    },
  ],
  RefreshMatViewStmt: (node) => [
    {
      kind: "refresh-materialized-view",
      view: relation(child(node, "relation")),
      concurrently: flag(node, "concurrent"),
      withData: !flag(node, "skipData"),
    },
  ],
};
