import type { TypeReference, ViewColumn, ViewShape } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { typeReference } from "./operations/type-reference.js";
import type { Source } from "./source.js";
import { as, child, flag, has, isTree, list, relation, stringOf, strings, type Tree, text, unwrap } from "./tree.js";

/** Names under which a query finds relations: what is bare, and what an alias means. Null stands for a subquery or a function. */
interface Scope {
  readonly items: readonly { readonly alias: string; readonly relation: RelationName | null }[];
  readonly outer: Scope | null;
}

/** Columns of a view's query and what it names, from the text alone. Undefined where it is no plain SELECT. */
export function viewShape(query: Tree, aliases: readonly string[], source: Source): ViewShape | undefined {
  const select = as(query, "SelectStmt");
  if (select === null) return undefined;
  const reader = new ShapeReader(source);
  const scope = reader.select(select, null, new Set());
  const first = leftmost(select);
  const columns =
    scope === null ? [] : list(first, "targetList").map((target) => reader.column(child(target, "ResTarget"), scope));
  const named = columns.map((column, at) => (aliases[at] === undefined ? column : { ...column, name: aliases[at] }));
  return { columns: named, named: reader.named, complete: reader.complete };
}

function leftmost(select: Tree): Tree {
  return has(select, "larg") ? leftmost(child(select, "larg")) : select;
}

class ShapeReader {
  readonly named: { readonly among: readonly RelationName[]; readonly column: string }[] = [];
  complete = true;

  constructor(private readonly source: Source) {}

  /** Notes what a query names; answers the scope of its leftmost part. */
  select(node: Tree, outer: Scope | null, ctes: ReadonlySet<string>): Scope | null {
    const own = new Set(ctes);
    for (const item of list(child(node, "withClause"), "ctes")) {
      const query = child(item, "CommonTableExpr");
      own.add(text(query, "ctename") ?? "");
      const inner = as(child(query, "ctequery"), "SelectStmt");
      if (inner === null) this.complete = false;
      else this.select(inner, outer, own);
    }
    if (has(node, "larg")) {
      const left = this.select(child(node, "larg"), outer, own);
      this.select(child(node, "rarg"), outer, own);
      return left;
    }
    const items: { alias: string; relation: RelationName | null }[] = [];
    for (const from of list(node, "fromClause")) this.#from(from, items, own, outer);
    const scope: Scope = { items, outer };
    for (const [field, value] of Object.entries(node)) {
      if (field === "fromClause" || field === "withClause" || field === "sortClause") continue;
      this.#names(value, scope, own);
    }
    this.#joins(list(node, "fromClause"), scope, own);
    return scope;
  }

  column(target: Tree, scope: Scope): ViewColumn {
    const value = child(target, "val");
    const reference = as(value, "ColumnRef");
    const fields = reference === null ? [] : list(reference, "fields");
    if (fields.some((field) => has(field, "A_Star"))) {
      const among = this.#among(strings(fields.slice(0, -1)), scope);
      return { name: "*", of: among === null ? null : { among, column: "*" }, type: null };
    }
    const written = text(target, "name");
    if (reference !== null) {
      const name = stringOf(fields.at(-1) ?? {});
      const among = this.#among(strings(fields.slice(0, -1)), scope);
      return { name: written ?? name, of: among === null ? null : { among, column: name }, type: null };
    }
    const cast = as(value, "TypeCast");
    const type: TypeReference | null = cast === null ? null : typeReference(child(cast, "typeName"), this.source);
    return { name: written ?? figured(value), of: null, type: type ?? resultOf(value) };
  }

  #from(node: Tree, items: { alias: string; relation: RelationName | null }[], ctes: ReadonlySet<string>, outer: Scope | null) {
    const [tag, body] = unwrap(node);
    const alias = text(child(body, "alias"), "aliasname");
    if (tag === "RangeVar") {
      const name = relation(body);
      const renamed = list(child(body, "alias"), "colnames").length > 0;
      const known = !renamed && !(name.schema === null && ctes.has(name.name));
      if (renamed) this.complete = false;
      items.push({ alias: alias ?? name.name, relation: known ? name : null });
    } else if (tag === "JoinExpr") {
      this.#from(child(body, "larg"), items, ctes, outer);
      this.#from(child(body, "rarg"), items, ctes, outer);
      if (flag(body, "isNatural") || has(body, "alias")) this.complete = false;
    } else if (tag === "RangeSubselect") {
      const inner = as(child(body, "subquery"), "SelectStmt");
      // Only LATERAL sees what stands before it.
      if (inner !== null) this.select(inner, flag(body, "lateral") ? { items: [...items], outer } : outer, ctes);
      items.push({ alias: alias ?? "", relation: null });
    } else {
      items.push({ alias: alias ?? "", relation: null });
      this.#names(body, { items, outer }, ctes);
    }
  }

  #joins(from: readonly Tree[], scope: Scope, ctes: ReadonlySet<string>): void {
    for (const node of from) {
      const join = as(node, "JoinExpr");
      if (join === null) continue;
      this.#names(join["quals"], scope, ctes);
      for (const column of strings(list(join, "usingClause")))
        for (const item of scope.items) if (item.relation !== null) this.named.push({ among: [item.relation], column });
      this.#joins([child(join, "larg"), child(join, "rarg")], scope, ctes);
    }
  }

  #names(value: unknown, scope: Scope, ctes: ReadonlySet<string>): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#names(item, scope, ctes);
      return;
    }
    if (!isTree(value)) return;
    for (const [tag, inner] of Object.entries(value)) {
      if (tag === "SelectStmt" && isTree(inner)) this.select(inner, scope, ctes);
      else if (tag === "ColumnRef" && isTree(inner)) this.#reference(inner, scope);
      else this.#names(inner, scope, ctes);
    }
  }

  #reference(node: Tree, scope: Scope): void {
    const fields = list(node, "fields");
    const last = fields.at(-1) ?? {};
    const qualifier = strings(fields.slice(0, -1));
    if (has(last, "A_Star")) {
      const relations =
        qualifier.length === 0 ? scope.items.map((item) => item.relation) : (this.#among(qualifier, scope) ?? [null]);
      for (const each of relations) if (each !== null) this.named.push({ among: [each], column: "*" });
      return;
    }
    const among = this.#among(qualifier, scope);
    if (among !== null) this.named.push({ among, column: stringOf(last) });
    else if (qualifier.length === 0) this.complete = false;
  }

  /** The relations among which a name is looked up: innermost first. Null where a subquery or a function may give it. */
  #among(qualifier: readonly string[], scope: Scope): readonly RelationName[] | null {
    const name = qualifier.at(-1);
    for (let at: Scope | null = scope; at !== null; at = at.outer) {
      if (name === undefined) {
        if (at.items.length === 0) continue;
        // An outer WITH query or subquery may have the name too, where the relations inside lack it.
        const visible = itemsFrom(at);
        const known = visible.flatMap((item) => (item.relation === null ? [] : [item.relation]));
        return known.length === visible.length ? known : null;
      }
      const item = at.items.find(({ alias }) => alias === name);
      if (item !== undefined) return item.relation === null ? null : [item.relation];
    }
    return null;
  }
}

/** What a bare name is looked up in, innermost first. */
function itemsFrom(scope: Scope | null): Scope["items"] {
  return scope === null ? [] : [...scope.items, ...itemsFrom(scope.outer)];
}

/** The name that Postgres gives an expression without one (FigureColname in parse_target.c), where the text tells it. */
function figured(value: Tree): string | null {
  const call = as(value, "FuncCall");
  if (call !== null) return strings(list(call, "funcname")).at(-1) ?? null;
  if (has(value, "CoalesceExpr")) return "coalesce";
  const cast = as(value, "TypeCast");
  if (cast === null) return null;
  const inner = as(child(cast, "arg"), "ColumnRef");
  if (inner !== null) return stringOf(list(inner, "fields").at(-1) ?? {}) || null;
  return figured(child(cast, "arg"));
}

/** Functions whose result has one type, whatever they are given (pg_proc.dat). */
const RESULTS: Readonly<Record<string, TypeReference>> = {
  count: { schema: "pg_catalog", name: "int8", modifiers: [], array: false, text: "bigint" },
  row_number: { schema: "pg_catalog", name: "int8", modifiers: [], array: false, text: "bigint" },
};

function resultOf(value: Tree): TypeReference | null {
  const names = strings(list(child(value, "FuncCall"), "funcname"));
  return RESULTS[names.at(-1) ?? ""] ?? null;
}
