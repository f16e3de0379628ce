import type { GivenValue, Operation, RowBound } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { constantOf } from "../constants.js";
import { whereExcerpt } from "../excerpts.js";
import { calledFunctions, expressionOf } from "../expressions.js";
import { givenValue } from "../given-value.js";
import { passedArguments } from "../passed-arguments.js";
import { limitedQueries, readRelations } from "../read-relations.js";
import { rowBound } from "../row-bound.js";
import type { Source } from "../source.js";
import { as, child, flag, has, list, number, relation, stringOf, strings, type Tree, text, unwrap } from "../tree.js";
import { copied, totalsOf, wholeOf, wholeQueries } from "../whole-of.js";
import type { Reader, Readers } from "./reader.js";

/** Rows of an INSERT whose constants are kept; the rest are counted. */
const LITERAL_ROWS = 1000;

/** INSERT, UPDATE, DELETE, MERGE, COPY, SELECT, each after the statements that its WITH clause holds. */
export const data: Readers = {
  InsertStmt: withQueries((node) => [insert(node)]),
  UpdateStmt: withQueries((node, source) => [
    {
      kind: "update",
      table: relation(child(node, "relation")),
      columns: list(node, "targetList").flatMap((target) => text(child(target, "ResTarget"), "name") ?? []),
      values: list(node, "targetList").map((target) => givenValue(child(child(target, "ResTarget"), "val"))),
      ...condition(node, source, "fromClause"),
    },
  ]),
  DeleteStmt: withQueries((node, source) => [
    { kind: "delete", table: relation(child(node, "relation")), ...condition(node, source, "usingClause") },
  ]),
  MergeStmt: withQueries((node) => [
    { kind: "merge", table: relation(child(node, "relation")), reads: readRelations(without(node)) },
  ]),
  CopyStmt: (node) => [copy(node)],
  SelectStmt: withQueries((node) => select(node)),
};

function withQueries(reader: Reader): Reader {
  return (node, source) => [...queriesThatWrite(node, source), ...reader(node, source)];
}

/** Data-modifying statements in WITH (PostgreSQL manual, 7.8.4). */
function queriesThatWrite(node: Tree, source: Source): Operation[] {
  const nested = node["op"] === "SETOP_NONE" || !has(node, "larg") ? [] : [child(node, "larg"), child(node, "rarg")];
  const queries = list(child(node, "withClause"), "ctes").map((query) => child(child(query, "CommonTableExpr"), "ctequery"));
  return [
    ...nested.flatMap((side) => queriesThatWrite(side, source)),
    ...queries.flatMap((query) => {
      const [tag, body] = unwrap(query);
      return tag === "SelectStmt" ? queriesThatWrite(body, source) : (data[tag]?.(body, source) ?? []);
    }),
  ];
}

function insert(node: Tree): Operation {
  const query = as(child(node, "selectStmt"), "SelectStmt");
  const values = query === null ? [] : list(query, "valuesLists");
  const action = text(child(node, "onConflictClause"), "action");
  const whole = query === null || values.length > 0 ? null : wholeOf(query);
  return {
    kind: "insert",
    table: relation(child(node, "relation")),
    columns: list(node, "cols").flatMap((column) => text(child(column, "ResTarget"), "name") ?? []),
    rows: query === null ? 1 : values.length > 0 ? values.length : rowsOf(query),
    source: query === null ? "default" : values.length > 0 ? "values" : "select",
    onConflict: action === "ONCONFLICT_NOTHING" ? "nothing" : action === "ONCONFLICT_UPDATE" ? "update" : "none",
    reads: readRelations(without(node)),
    literals: values.slice(0, LITERAL_ROWS).map(literals),
    ...givenBy(query, values),
    ...overriding(text(node, "override")),
    ...(whole === null ? {} : { wholeOf: whole }),
  };
}

/** Rows that a query is sure to give: one without FROM, as many as its series has numbers; null where the data tell. */
function rowsOf(query: Tree): number | null {
  const narrowed = ["larg", "whereClause", "limitCount", "limitOffset", "groupClause", "havingClause", "distinctClause"];
  // A function of the list may return a set.
  if (narrowed.some((part) => has(query, part)) || JSON.stringify(query["targetList"] ?? []).includes('"FuncCall"')) return null;
  if (list(query, "fromClause").length === 0) return 1;
  const series = seriesOf(query);
  return series === null ? null : Math.max(0, series.to - series.from + 1);
}

function givenBy(query: Tree | null, rows: readonly Tree[]): { values?: readonly (readonly GivenValue[])[] } {
  if (query === null) return {};
  if (rows.length > 0)
    return { values: rows.slice(0, LITERAL_ROWS).map((row) => list(child(row, "List"), "items").map(givenValue)) };
  const targets = list(query, "targetList").map((target) => child(child(target, "ResTarget"), "val"));
  const isPlain = targets.every((value) => !JSON.stringify(value).includes("A_Star"));
  if (has(query, "larg") || targets.length === 0 || !isPlain) return {};
  const series = seriesOf(query);
  return { values: [targets.map((value) => (series === null ? null : inSeries(value, series)) ?? givenValue(value))] };
}

/** The series itself, or a text before each number of it: `'k' || n`. */
function inSeries(value: Tree, { name, from, to }: Series): GivenValue | null {
  if (strings(list(child(value, "ColumnRef"), "fields")).join(".") === name) return { kind: "series", from, to };
  const joined = child(value, "A_Expr");
  const prefix = constantOf(child(joined, "lexpr"));
  const isJoin = stringOf(list(joined, "name")[0] ?? {}) === "||" && prefix?.kind === "string";
  const numbers = strings(list(child(child(joined, "rexpr"), "ColumnRef"), "fields")).join(".");
  return isJoin && numbers === name ? { kind: "series", from, to, prefix: prefix.value } : null;
}

interface Series {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** `FROM generate_series(1, 100) n` and nothing beside it. */
function seriesOf(query: Tree): Series | null {
  const [item, ...others] = list(query, "fromClause");
  const called = as(item ?? {}, "RangeFunction");
  if (called === null || others.length > 0 || has(query, "whereClause") || has(query, "limitCount")) return null;
  const alias = child(called, "alias");
  const written = JSON.stringify(called["functions"]);
  const args = /"sval":"generate_series"/u.test(written)
    ? [...written.matchAll(/"ival":\{"ival":(\d+)\}/gu)].map(([, value]) => Number(value))
    : [];
  const [from, to, ...more] = args;
  // Without an alias the column is called as its function is.
  const name = strings(list(alias, "colnames"))[0] ?? text(alias, "aliasname") ?? "generate_series";
  return from === undefined || to === undefined || more.length > 0 ? null : { name, from, to };
}

function overriding(written: string | null): { overriding?: "system" | "user" } {
  if (written === "OVERRIDING_SYSTEM_VALUE") return { overriding: "system" };
  return written === "OVERRIDING_USER_VALUE" ? { overriding: "user" } : {};
}

function literals(row: Tree): (string | null)[] {
  return list(child(row, "List"), "items").map((item) => {
    const constant = constantOf(item);
    return constant?.kind === "string" ? constant.value : null;
  });
}

interface Condition {
  readonly where: ReturnType<typeof expressionOf> | null;
  readonly bounded: RowBound;
  readonly reads: readonly RelationName[];
}

function condition(node: Tree, source: Source, joinedField: string): Condition {
  const range = child(node, "relation");
  const where = has(node, "whereClause") ? child(node, "whereClause") : null;
  const joined = list(node, joinedField);
  const target = {
    table: relation(range),
    alias: text(child(range, "alias"), "aliasname") ?? relation(range).name,
    joined,
    wholes: wholeQueries(child(node, "withClause"), relation(range)),
    batches: new Set([...limitedSubqueries(joined), ...joinedBatches(joined, limitedQueries(child(node, "withClause")))]),
  };
  return {
    where: where === null ? null : expressionOf(where, whereExcerpt(source, source.index(number(range, "location")))),
    bounded: rowBound(where, target),
    reads: readRelations(without(node)),
  };
}

/** Aliases of joined subqueries with a LIMIT. */
function limitedSubqueries(joined: readonly Tree[]): string[] {
  return joined.flatMap((item) => {
    const subselect = as(item, "RangeSubselect");
    if (subselect === null || !has(child(child(subselect, "subquery"), "SelectStmt"), "limitCount")) return [];
    return text(child(subselect, "alias"), "aliasname") ?? [];
  });
}

/** Names and aliases under which WITH queries with a LIMIT are used. */
function joinedBatches(joined: readonly Tree[], limited: ReadonlySet<string>): string[] {
  const names = [...limited];
  for (const item of joined) {
    const range = as(item, "RangeVar");
    if (range === null || !limited.has(relation(range).name)) continue;
    const alias = text(child(range, "alias"), "aliasname");
    if (alias !== null) names.push(alias);
  }
  return names;
}

/** The node without the table it writes, for collecting what it reads. */
function without(node: Tree): Tree {
  const { relation: _written, ...rest } = node;
  return rest;
}

function copy(node: Tree): Operation {
  const from = flag(node, "is_from");
  return {
    kind: "copy",
    table: has(node, "relation") ? relation(child(node, "relation")) : null,
    direction: from ? "from" : "to",
    source: flag(node, "is_program") ? "program" : text(node, "filename") === null ? "stdin" : "file",
  };
}

function select(node: Tree): Operation[] {
  const reads = readRelations(node);
  const into = leftmost(node);
  if (into !== null) {
    const range = child(into, "rel");
    const temporary = text(range, "relpersistence") === "t";
    const table = relation(range);
    return [{ kind: "create-table-as", table, ifNotExists: false, temporary, withData: true, reads, ...copied(node) }];
  }
  const calls = calledFunctions(node);
  const passes = calls.length === 0 ? [] : passedArguments(node);
  const totals = calls.length === 0 ? [] : totalsOf(node);
  // FOR KEY SHARE lets others write all but keys.
  const locking = list(node, "lockingClause").map((each) => text(child(each, "LockingClause"), "strength"));
  const whole = locking.some((strength) => strength !== "LCS_FORKEYSHARE") ? wholeOf(node) : null;
  return [
    ...settings(node),
    {
      kind: "select",
      reads,
      calls,
      ...(passes.length === 0 ? {} : { passes }),
      ...(totals.length === 0 ? {} : { totals }),
      locksRows: has(node, "lockingClause"),
      ...(whole === null ? {} : { wholeOf: whole }),
    },
  ];
}

/** INTO stands on the leftmost SELECT of a UNION. */
function leftmost(node: Tree): Tree | null {
  if (has(node, "intoClause")) return child(node, "intoClause");
  return has(node, "larg") ? leftmost(child(node, "larg")) : null;
}

/** `SELECT set_config(name, value, is_local)` sets a parameter as SET does (PostgreSQL manual, 9.28.1). */
function settings(node: Tree): Operation[] {
  return list(node, "targetList").flatMap((target): Operation[] => {
    const call = as(child(child(target, "ResTarget"), "val"), "FuncCall");
    if (call === null || calledFunctions({ FuncCall: call })[0]?.name !== "set_config") return [];
    const [name, value, local] = list(call, "args").map(constantOf);
    if (name?.kind !== "string") return [];
    const scope = local?.kind === "boolean" && local.value ? "local" : "session";
    const written = value?.kind === "string" ? value.value : null;
    return [{ kind: "set", name: name.value.toLowerCase(), value: written, scope }];
  });
}
