import { child, flag, has, isTree, list, number, type Tree, text, walk } from "./tree.js";

/** A piece of SQL in a PL/pgSQL body. `line` counts from 1 at the opening quote of the body. */
export interface BodyQuery {
  readonly text: string;
  readonly line: number;
  /**
   * `static`: a statement as written. `perform`: a PERFORM, whose text begins with SELECT instead.
   * `expression`: the text of an expression that yields the SQL to run (EXECUTE).
   */
  readonly kind: "static" | "perform" | "expression";
}

export interface BodyTransaction {
  readonly action: "commit" | "rollback";
  readonly chain: boolean;
  readonly line: number;
}

export interface PlpgsqlBody {
  readonly steps: readonly (BodyQuery | BodyTransaction)[];
  /** The message of a RAISE EXCEPTION that every run reaches; null when there is none. */
  readonly raises: string | null;
}

const STATEMENT = "PLpgSQL_stmt_";
/** Elog level of RAISE EXCEPTION (PostgreSQL source, elog.h: ERROR). */
const ERROR = 21;

/** What a parsed PL/pgSQL function or DO block holds. */
export function plpgsqlBody(parsed: Tree): PlpgsqlBody {
  const steps: (BodyQuery | BodyTransaction)[] = [];
  visit(list(parsed, "plpgsql_funcs"), steps);
  const action = child(child(list(parsed, "plpgsql_funcs")[0] ?? {}, "PLpgSQL_function"), "action");
  const raised = raisesIn([action]);
  return { steps, raises: raised === "left" ? null : (raised?.message ?? null) };
}

function visit(value: unknown, steps: (BodyQuery | BodyTransaction)[]): void {
  if (Array.isArray(value)) for (const item of value) visit(item, steps);
  if (!isTree(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "datums" || !isTree(inner)) {
      if (key !== "datums") visit(inner, steps);
      continue;
    }
    if (key.startsWith(STATEMENT)) steps.push(...stepsOf(key.slice(STATEMENT.length), inner));
    visit(inner, steps);
  }
}

function stepsOf(kind: string, node: Tree): (BodyQuery | BodyTransaction)[] {
  const line = number(node, "lineno");
  const query = (field: string, as: BodyQuery["kind"]): BodyQuery[] => {
    const written = text(child(child(node, field), "PLpgSQL_expr"), "query");
    return written === null ? [] : [{ text: written, line, kind: as }];
  };
  switch (kind) {
    case "execsql":
      return query("sqlstmt", "static");
    case "perform":
      return query("expr", "perform");
    case "call":
      return query("expr", "static");
    case "dynexecute":
    case "dynfors":
      return query("query", "expression");
    case "fors":
      return query("query", "static");
    case "return_query":
    case "open":
      return [...query("query", "static"), ...query("dynquery", "expression")];
    case "commit":
    case "rollback":
      return [{ action: kind, chain: flag(node, "chain"), line }];
    default:
      return [];
  }
}

/** The first RAISE EXCEPTION of a list of statements, unless something before it may leave the block. */
function raisesIn(statements: readonly Tree[]): { readonly message: string } | "left" | null {
  for (const statement of statements) {
    const block = child(statement, `${STATEMENT}block`);
    if (has(statement, `${STATEMENT}block`) && !has(block, "exceptions")) {
      const inner = raisesIn(list(block, "body"));
      if (inner !== null) return inner;
    } else if (has(statement, `${STATEMENT}raise`)) {
      const raise = child(statement, `${STATEMENT}raise`);
      if (number(raise, "elog_level") >= ERROR) return { message: text(raise, "message") ?? text(raise, "condname") ?? "" };
    } else if (mayLeave(statement)) {
      return "left";
    }
  }
  return null;
}

function mayLeave(statement: Tree): boolean {
  let leaves = false;
  walk([statement], (tag) => {
    leaves ||= tag === `${STATEMENT}return` || tag === `${STATEMENT}exit`;
    return true;
  });
  return leaves;
}
