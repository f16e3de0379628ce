import type { CreateIndex, Operation } from "../../model/operation.js";
import { callsIn } from "../calls-in.js";
import { whereExcerpt } from "../excerpts.js";
import { expressionOf } from "../expressions.js";
import type { Source } from "../source.js";
import { child, flag, has, list, number, relation, strings, type Tree, text, unwrap } from "../tree.js";
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
    ...(list(node, "indexParams").some((param) => hasOwnOrder(child(param, "IndexElem"))) ? { ownOrder: true as const } : {}),
    expressionColumns: list(node, "indexParams").flatMap(
      (param) => expressionOf(child(child(param, "IndexElem"), "expr"), "").columns,
    ),
    ...callsIn(child(node, "whereClause"), ...list(node, "indexParams").map((param) => child(child(param, "IndexElem"), "expr"))),
    expressionNames: list(node, "indexParams").flatMap((param) => {
      const key = child(param, "IndexElem");
      return has(key, "expr") ? [figuredName(child(key, "expr"))] : [];
    }),
    include: list(node, "indexIncludingParams").flatMap((param) => text(child(param, "IndexElem"), "name") ?? []),
    where: has(node, "whereClause") ? expressionOf(child(node, "whereClause"), whereExcerpt(source, from)) : null,
    nullsNotDistinct: flag(node, "nulls_not_distinct"),
  };
}

/** As FigureIndexColname names an expression (parse_target.c): a call after its function, a cast after what is cast, else after its type. */
function figuredName(expression: Tree): string | null {
  const [tag, body] = unwrap(expression);
  switch (tag) {
    case "ColumnRef":
      return strings(list(body, "fields")).at(-1) ?? null;
    case "FuncCall":
      return strings(list(body, "funcname")).at(-1) ?? null;
    case "CollateClause":
      return figuredName(child(body, "arg"));
    case "CoalesceExpr":
      return "coalesce";
    case "TypeCast":
      return figuredName(child(body, "arg")) ?? strings(list(child(body, "typeName"), "names")).at(-1) ?? null;
    default:
      return null;
  }
}

function hasOwnOrder(key: Tree): boolean {
  const nulls = text(key, "nulls_ordering") ?? "SORTBY_NULLS_DEFAULT";
  return (
    has(key, "collation") || has(key, "opclass") || text(key, "ordering") === "SORTBY_DESC" || nulls !== "SORTBY_NULLS_DEFAULT"
  );
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
