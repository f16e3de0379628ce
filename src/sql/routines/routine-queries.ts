import { as, child, flag, isTree, list, number, type Tree, text } from "../tree.js";
import { mentions } from "./mentions.js";

export interface RoutineQuery {
  /** For `dynamic` the expression that yields the query. */
  readonly text: string;
  readonly line: number;
  readonly kind: "static" | "dynamic" | "returned";
  readonly shapes: readonly Shape[];
}

interface Shape {
  readonly variable: string;
  readonly query: string;
}

const STATEMENT = "PLpgSQL_stmt_";
/** A target is `x := …` or `x = …`; only a field of a row says something of the schema (PostgreSQL source, plpgsql.h: RAW_PARSE_PLPGSQL_ASSIGN1 to 3). */
const FIELD = /^\s*((?:"(?:[^"]|"")+"|[\w$]+)\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+))/u;
const ASSIGNED = /^\s*(?:"(?:[^"]|"")+"|[^":=])*:?=/u;

/** The queries and expressions of a body in order, and the queries that give its records their shapes on the way. */
export class RoutineQueries {
  private readonly found: RoutineQuery[] = [];
  private readonly datums: readonly Tree[];
  private readonly shapes = new Map<string, string>();

  constructor(private readonly routine: Tree) {
    this.datums = list(routine, "datums");
  }

  read(): readonly RoutineQuery[] {
    for (const datum of this.datums) this.declaration(child(datum, "PLpgSQL_var"));
    this.visit(child(this.routine, "action"), 0);
    return this.found;
  }

  /** Starting values and the queries of cursors. */
  private declaration(variable: Tree): void {
    const line = number(variable, "lineno");
    this.expression(child(variable, "default_val"), line);
    const cursor = queryOf(variable, "cursor_explicit_expr");
    if (cursor !== null) this.add(cursor, line, "static");
  }

  private visit(value: unknown, line: number): void {
    if (Array.isArray(value)) for (const item of value) this.visit(item, line);
    if (!isTree(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if (!isTree(inner)) this.visit(inner, line);
      else if (key.startsWith(STATEMENT)) this.statement(key.slice(STATEMENT.length), inner);
      else if (key === "PLpgSQL_expr") this.expression({ [key]: inner }, line);
      else this.visit(inner, line);
    }
  }

  private statement(kind: string, node: Tree): void {
    const line = number(node, "lineno");
    const own = this.ownQuery(kind, node, line);
    for (const [field, inner] of Object.entries(node)) {
      if (own.includes(field)) continue;
      // WHEN compares with a variable of the parser's own.
      if (kind === "case" && field === "t_varno") continue;
      this.visit(inner, line);
    }
  }

  /** Takes the fields that hold whole queries, and says which these are. */
  private ownQuery(kind: string, node: Tree, line: number): readonly string[] {
    switch (kind) {
      case "execsql":
        this.query(node, "sqlstmt", line, "static");
        if (flag(node, "into")) this.target(node, "target", queryOf(node, "sqlstmt"), line);
        return ["sqlstmt", "target"];
      case "perform":
      case "call":
        this.query(node, "expr", line, "static");
        return ["expr", "target"];
      case "dynexecute":
        this.query(node, "query", line, "dynamic");
        return ["query", "target"];
      case "dynfors":
        this.query(node, "query", line, "dynamic");
        return ["query", "var"];
      case "fors":
        this.query(node, "query", line, "static");
        this.target(node, "var", queryOf(node, "query"), line);
        return ["query", "var"];
      case "forc":
      case "fetch":
        this.target(node, kind === "forc" ? "var" : "target", this.cursorQuery(node), line);
        return ["var", "target"];
      case "open":
        this.query(node, "query", line, "static");
        this.query(node, "dynquery", line, "dynamic");
        return ["query", "dynquery"];
      case "return_query":
        this.query(node, "query", line, "returned");
        this.query(node, "dynquery", line, "dynamic");
        return ["query", "dynquery"];
      case "assign":
        this.assignment(queryOf(node, "expr") ?? "", line);
        return ["expr"];
      default:
        return ["var"];
    }
  }

  private query(node: Tree, field: string, line: number, kind: RoutineQuery["kind"]): void {
    const written = queryOf(node, field);
    if (written !== null) this.add(written, line, kind);
  }

  private expression(wrapped: Tree, line: number): void {
    const written = text(child(wrapped, "PLpgSQL_expr"), "query");
    if (written !== null) this.add(`SELECT ${written}`, line, "static");
  }

  private assignment(written: string, line: number): void {
    const field = FIELD.exec(written)?.[1];
    if (field !== undefined) this.add(`SELECT ${field}`, line, "static");
    const value = written.replace(ASSIGNED, "");
    if (value !== written) this.add(`SELECT ${value}`, line, "static");
  }

  /** A record takes the shape of the query; fields of a row have to be there. */
  private target(node: Tree, field: string, query: string | null, line: number): void {
    const target = child(node, field);
    const record = as(target, "PLpgSQL_rec");
    const name = record === null ? null : text(record, "refname");
    if (name !== null && query !== null) {
      this.shapes.delete(name);
      this.shapes.set(name, query);
    }
    for (const { name: written } of list(child(target, "PLpgSQL_row"), "fields") as readonly { readonly name?: unknown }[]) {
      if (typeof written === "string" && written.includes(".")) this.add(`SELECT ${written}`, line, "static");
    }
  }

  private cursorQuery(node: Tree): string | null {
    return queryOf(child(this.datums[number(node, "curvar")] ?? {}, "PLpgSQL_var"), "cursor_explicit_expr");
  }

  private add(written: string, line: number, kind: RoutineQuery["kind"]): void {
    if (written.includes("__Case__Variable")) return;
    const known = this.found.some((query) => query.text === written && query.kind === kind && query.line === line);
    if (known) return;
    // The query that shapes one record may need another one's shape.
    const shapes: Shape[] = [];
    let needed = written;
    for (const [variable, query] of [...this.shapes].reverse()) {
      if (!mentions(needed, variable)) continue;
      shapes.unshift({ variable, query });
      needed += ` ${query}`;
    }
    this.found.push({ text: written, line, kind, shapes });
  }
}

function queryOf(node: Tree, field: string): string | null {
  return text(child(child(node, field), "PLpgSQL_expr"), "query");
}
