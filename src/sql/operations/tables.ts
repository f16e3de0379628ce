import type { ColumnDefinition, ConstraintDefinition, CreateTable, LikeOption, Operation } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { callsIn } from "../calls-in.js";
import { readRelations } from "../read-relations.js";
import type { Source } from "../source.js";
import { as, child, flag, has, list, number, relation, strings, type Tree, text } from "../tree.js";
import { viewShape } from "../view-shape.js";
import { copied } from "../whole-of.js";
import { columnDefinition } from "./column.js";
import { constraintDefinition } from "./constraint.js";
import { bare } from "./names.js";
import type { Readers } from "./reader.js";

/** CREATE TABLE, CREATE TABLE AS, TRUNCATE, LOCK, CLUSTER, VACUUM, ANALYZE. */
export const tables: Readers = {
  CreateStmt: (node, source) => [createTable(node, source)],
  CreateForeignTableStmt: (node) => {
    const base = child(node, "base");
    return [
      {
        kind: "create-object",
        object: "foreign table",
        name: relation(child(base, "relation")),
        ifNotExists: flag(base, "if_not_exists"),
      },
    ];
  },
  CreateTableAsStmt: (node, source) => [createAs(node, source)],
  TruncateStmt: (node) => [
    {
      kind: "truncate",
      tables: rangeVars(list(node, "relations")),
      cascade: text(node, "behavior") === "DROP_CASCADE",
      restartIdentity: flag(node, "restart_seqs"),
    },
  ],
  LockStmt: (node) => [
    {
      kind: "lock-table",
      tables: rangeVars(list(node, "relations")),
      mode: lockMode(number(node, "mode")),
      nowait: flag(node, "nowait"),
    },
  ],
  ClusterStmt: (node) => [
    { kind: "cluster", table: has(node, "relation") ? relation(child(node, "relation")) : null, index: text(node, "indexname") },
  ],
  VacuumStmt: (node) => [vacuum(node)],
};

/** Lock modes by number, as LOCK TABLE spells them (PostgreSQL source, lockdefs.h). */
const LOCK_MODES = [
  "",
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
];

function lockMode(mode: number): string {
  return LOCK_MODES[mode] ?? "ACCESS EXCLUSIVE";
}

export function rangeVars(nodes: readonly Tree[]): RelationName[] {
  return nodes.flatMap((node) => {
    const range = as(node, "RangeVar");
    return range === null ? [] : [relation(range)];
  });
}

function createTable(node: Tree, source: Source): CreateTable {
  const range = child(node, "relation");
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  const like: RelationName[] = [];
  const likeIncludes: (readonly LikeOption[])[] = [];
  for (const element of list(node, "tableElts")) {
    const column = as(element, "ColumnDef");
    if (column !== null) columns.push(columnDefinition(column, source));
    const constraint = constraintDefinition(as(element, "Constraint") ?? {}, source);
    if (constraint !== null) constraints.push(constraint);
    const template = as(element, "TableLikeClause");
    if (template === null) continue;
    like.push(relation(child(template, "relation")));
    likeIncludes.push(likeOptions(number(template, "options")));
  }
  const isPartition = has(node, "partbound");
  const parents = rangeVars(list(node, "inhRelations"));
  return {
    kind: "create-table",
    table: relation(range),
    ifNotExists: flag(node, "if_not_exists"),
    temporary: text(range, "relpersistence") === "t",
    ...untilCommit(node),
    unlogged: text(range, "relpersistence") === "u",
    columns,
    constraints,
    partitionOf: isPartition ? (parents[0] ?? null) : null,
    isDefaultPartition: flag(child(node, "partbound"), "is_default"),
    ...(isPartition ? { bound: boundExcerpt(source) } : {}),
    partitionBy: has(node, "partspec") ? partitionBy(child(node, "partspec")) : null,
    inherits: isPartition ? [] : parents,
    like,
    ...(like.length === 0 ? {} : { likeIncludes }),
  };
}

function untilCommit(node: Tree): Pick<CreateTable, "untilCommit"> {
  return text(node, "onCommit") === "ONCOMMIT_DROP" || text(node, "oncommit") === "ONCOMMIT_DROP" ? { untilCommit: true } : {};
}

/** PostgreSQL source, nodes/parsenodes.h, TableLikeOption, as of 14. */
function likeOptions(bits: number): readonly LikeOption[] {
  const options = [
    [4, "constraints"],
    [8, "defaults"],
    [16, "generated"],
    [32, "identity"],
    [64, "indexes"],
  ] as const;
  return options.filter(([bit]) => (bits & bit) !== 0).map(([, option]) => option);
}

/** From FOR VALUES or DEFAULT on, up to PARTITION BY or what else may follow. */
function boundExcerpt(source: Source): string {
  const { tokens } = source;
  const from = tokens.findIndex(
    ({ word, depth }, at) => depth === 0 && ((word === "FOR" && tokens[at + 1]?.word === "VALUES") || word === "DEFAULT"),
  );
  const first = tokens[from];
  if (first === undefined) return "";
  const end = tokens.findIndex(
    ({ word, depth }, at) => at > from && depth === 0 && /^(?:PARTITION|USING|TABLESPACE|;)$/u.test(word),
  );
  const last = tokens[end < 0 ? tokens.length - 1 : end - 1];
  return source.text.slice(first.start, last?.end);
}

function partitionBy(node: Tree): CreateTable["partitionBy"] {
  const written = text(node, "strategy");
  return {
    strategy: written === "PARTITION_STRATEGY_LIST" ? "list" : written === "PARTITION_STRATEGY_HASH" ? "hash" : "range",
    columns: list(node, "partParams").flatMap((param) => text(child(param, "PartitionElem"), "name") ?? []),
  };
}

function createAs(node: Tree, source: Source): Operation {
  const into = child(node, "into");
  const name = relation(child(into, "rel"));
  const ifNotExists = flag(node, "if_not_exists");
  const withData = !flag(into, "skipData");
  const reads = readRelations(child(node, "query"));
  if (text(node, "objtype") === "OBJECT_MATVIEW") {
    const shape = viewShape(child(node, "query"), strings(list(into, "colNames")), source);
    return {
      kind: "create-materialized-view",
      view: name,
      ifNotExists,
      withData,
      reads,
      ...callsIn(child(node, "query")),
      ...(shape === undefined ? {} : { shape }),
    };
  }
  const temporary = text(child(into, "rel"), "relpersistence") === "t";
  const query = as(child(node, "query"), "SelectStmt");
  const renamed = list(into, "colNames").length > 0;
  const shape = viewShape(child(node, "query"), strings(list(into, "colNames")), source);
  return {
    kind: "create-table-as",
    table: name,
    ifNotExists,
    temporary,
    ...untilCommit(into),
    withData,
    reads,
    ...(query === null || renamed || !withData ? {} : copied(query)),
    ...(shape === undefined ? {} : { shape }),
  };
}

function vacuum(node: Tree): Operation {
  const targets = list(node, "rels").map((rel) => {
    const range = child(child(rel, "VacuumRelation"), "relation");
    return has(range, "relname") ? relation(range) : bare(null);
  });
  if (!flag(node, "is_vacuumcmd")) return { kind: "analyze", tables: targets };
  return { kind: "vacuum", tables: targets, full: list(node, "options").some(isOn("full")) };
}

/** Is an option of that name given and not switched off? */
export function isOn(name: string): (option: Tree) => boolean {
  return (option) => {
    const element = child(option, "DefElem");
    if (text(element, "defname")?.toLowerCase() !== name) return false;
    const argument = child(element, "arg");
    const value = text(child(argument, "String"), "sval")?.toLowerCase();
    if (value !== undefined) return !["false", "off", "no"].includes(value);
    const integer = as(argument, "Integer");
    const boolean = as(argument, "Boolean");
    return integer !== null ? number(integer, "ival") !== 0 : boolean === null || flag(boolean, "boolval");
  };
}
