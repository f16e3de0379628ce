import { callsIn } from "../calls-in.js";
import { readRelations } from "../read-relations.js";
import { child, flag, list, relation, strings } from "../tree.js";
import { viewShape } from "../view-shape.js";
import type { Readers } from "./reader.js";

/** Views; materialized ones are made by CREATE TABLE AS in the tree, see tables.ts. */
export const views: Readers = {
  ViewStmt: (node, source) => {
    const shape = viewShape(child(node, "query"), strings(list(node, "aliases")), source);
    return [
      {
        kind: "create-view",
        view: relation(child(node, "view")),
        replace: flag(node, "replace"),
        reads: readRelations(child(node, "query")),
        ...callsIn(child(node, "query")),
        ...(shape === undefined ? {} : { shape }),
      },
    ];
  },
  RefreshMatViewStmt: (node) => [
    {
      kind: "refresh-materialized-view",
      view: relation(child(node, "relation")),
      concurrently: flag(node, "concurrent"),
      withData: !flag(node, "skipData"),
    },
  ],
};
