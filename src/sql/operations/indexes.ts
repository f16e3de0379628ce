import type { CreateIndex, Operation } from "../../model/operation.js";
import { whereExcerpt } from "../excerpts.js";
import { expressionOf } from "../expressions.js";
import type { Source } from "../source.js";
import { child, flag, has, list, number, relation, type Tree, text } from "../tree.js";
import { bare } from "./names.js";
import type { Readers } from "./reader.js";
import { isOn } from "./tables.js";

/** CREATE INDEX and REINDEX; DROP, RENAME and ALTER of indexes stand with their like. */
export const indexes: Readers = {
  IndexStmt: (node, source) => [createIndex(node, source)],
  ReindexStmt: (node) => [reindex(node)],
};

function createIndex(node: Tree, source: Source): CreateIndex {
  const range = child(node, "relation");
  const from = source.index(number(range, "location"));
  return {
    kind: "create-index",
    index: text(node, "idxname"),
    table: relation(range),
    concurrently: flag(node, "concurrent"),
    unique: flag(node, "unique"),
    ifNotExists: flag(node, "if_not_exists"),
    only: !flag(range, "inh"),
    method: (text(node, "accessMethod") ?? "btree").toLowerCase(),
    columns: list(node, "indexParams").map((param) => text(child(param, "IndexElem"), "name")),
    expressionColumns: list(node, "indexParams").flatMap(
      (param) => expressionOf(child(child(param, "IndexElem"), "expr"), "").columns,
    ),
    include: list(node, "indexIncludingParams").flatMap((param) => text(child(param, "IndexElem"), "name") ?? []),
    where: has(node, "whereClause") ? expressionOf(child(node, "whereClause"), whereExcerpt(source, from)) : null,
    nullsNotDistinct: flag(node, "nulls_not_distinct"),
  };
}

const TARGETS = {
  REINDEX_OBJECT_INDEX: "index",
  REINDEX_OBJECT_TABLE: "table",
  REINDEX_OBJECT_SCHEMA: "schema",
  REINDEX_OBJECT_DATABASE: "database",
  REINDEX_OBJECT_SYSTEM: "system",
} as const;

function reindex(node: Tree): Operation {
  const kind = text(node, "kind") ?? "";
  const named = text(node, "name");
  return {
    kind: "reindex",
    target: isTarget(kind) ? TARGETS[kind] : "index",
    name: has(node, "relation") ? relation(child(node, "relation")) : named === null ? null : bare(named),
    concurrently: list(node, "params").some(isOn("concurrently")),
  };
}

function isTarget(kind: string): kind is keyof typeof TARGETS {
  return kind in TARGETS;
}
