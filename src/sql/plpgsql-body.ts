import { type KnownVariable, KnownVariables } from "./routines/known-variables.js";
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
  /** Variables of known values where it stands, the outermost first. */
  readonly known: readonly KnownVariable[];
}

export interface BodyTransaction {
  readonly action: "commit" | "rollback";
  readonly chain: boolean;
  readonly line: number;
  /** It stands in a loop. */
  readonly repeated: boolean;
  /** What around it keeps the server from ending the transaction; null where nothing does. */
  readonly refused: string | null;
}

export interface PlpgsqlBody {
  readonly steps: readonly (BodyQuery | BodyTransaction)[];
  /** The message of a RAISE EXCEPTION that every run reaches; null when there is none. */
  readonly raises: string | null;
}

const STATEMENT = "PLpgSQL_stmt_";
/** Elog level of RAISE EXCEPTION (PostgreSQL source, elog.h: ERROR). */
const ERROR = 21;

/** A parameter, and the expression that a call passes for it; null where that is not known. */
export interface GivenParameter {
  readonly name: string;
  readonly from: string | null;
}

/** What a parsed PL/pgSQL function or DO block holds, called with these parameters. */
export function plpgsqlBody(parsed: Tree, given: readonly GivenParameter[] = []): PlpgsqlBody {
  const steps: Step[] = [];
  for (const wrapped of list(parsed, "plpgsql_funcs")) {
    const routine = child(wrapped, "PLpgSQL_function");
    const variables = new KnownVariables(routine);
    const known = [...variables.given(given), ...variables.declared()];
    visit(routine, { known, repeated: false, refused: null }, { variables, steps });
  }
  const action = child(child(list(parsed, "plpgsql_funcs")[0] ?? {}, "PLpgSQL_function"), "action");
  const raised = raisesIn([action]);
  return { steps, raises: raised === "left" ? null : (raised?.message ?? null) };
}

type Step = BodyQuery | BodyTransaction;

/** What holds where a statement of the body stands. */
interface Around {
  readonly known: readonly KnownVariable[];
  readonly repeated: boolean;
  readonly refused: string | null;
}

interface Visit {
  readonly variables: KnownVariables;
  readonly steps: Step[];
}

const LOOP = /^PLpgSQL_stmt_(?:loop|while|fori|fors|forc|foreach_a|dynfors)$/u;

function visit(value: unknown, around: Around, into: Visit): void {
  if (Array.isArray(value)) for (const item of value) visit(item, around, into);
  if (!isTree(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "datums") continue;
    if (!isTree(inner)) {
      visit(inner, around, into);
      continue;
    }
    if (key.startsWith(STATEMENT)) into.steps.push(...stepsOf(key.slice(STATEMENT.length), inner, around));
    const refused = around.refused ?? refusalOf(key, inner);
    const within = LOOP.test(key)
      ? { known: [...around.known, ...into.variables.ofLoop(key, inner)], repeated: true, refused }
      : { ...around, refused };
    if (has(inner, "exceptions")) {
      // What handles the error runs after the subtransaction was undone, and may COMMIT.
      visit({ ...inner, exceptions: [] }, within, into);
      visit(inner["exceptions"], around, into);
      continue;
    }
    visit(isNeverTaken(inner) ? { ...inner, then_body: [], stmts: [] } : inner, within, into);
  }
}

/**
 * A block with EXCEPTION is a subtransaction, and a loop over a query that writes holds its portal open: the server ends no
 * transaction inside either (PostgreSQL source: _SPI_commit in spi.c, HoldPinnedPortals in portalmem.c).
 */
function refusalOf(key: string, node: Tree): string | null {
  if (key === `${STATEMENT}block` && has(node, "exceptions"))
    return "a block with an EXCEPTION clause, which is a subtransaction";
  if (key !== `${STATEMENT}fors`) return null;
  const query = text(child(child(node, "query"), "PLpgSQL_expr"), "query") ?? "";
  const writes =
    /^\s*(?:insert|update|delete|merge)\b/iu.test(query) ||
    /^\s*with\b[^;]*\b(?:insert\s+into|update\s+\S+\s+set|delete\s+from)\b/iu.test(query);
  return writes ? "a loop over a query that writes" : null;
}

/** IF false or ELSIF false. */
function isNeverTaken(node: Tree): boolean {
  return /^\s*\(?\s*false\s*\)?\s*$/iu.test(text(child(child(node, "cond"), "PLpgSQL_expr"), "query") ?? "");
}

function stepsOf(kind: string, node: Tree, { known, repeated, refused }: Around): Step[] {
  const line = number(node, "lineno");
  const query = (field: string, as: BodyQuery["kind"]): BodyQuery[] => {
    const written = text(child(child(node, field), "PLpgSQL_expr"), "query");
    return written === null ? [] : [{ text: written, line, kind: as, known }];
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
      return [{ action: kind, chain: flag(node, "chain"), line, repeated, refused }];
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
