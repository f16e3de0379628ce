import type { CreateRoutine, Operation, OperationOf, RoutineSignature, TypeReference } from "../../model/operation.js";
import { bodyShapes } from "../body-shapes.js";
import { constantOf } from "../constants.js";
import { expressionOf } from "../expressions.js";
import type { Source } from "../source.js";
import { as, child, flag, has, list, nameFrom, number, relation, stringOf, strings, type Tree, text } from "../tree.js";
import type { Readers } from "./reader.js";
import { typeReference } from "./type-reference.js";

/** Functions, procedures and triggers. `dynamic` of a routine is filled in by whoever can open its body. */
export const routines: Readers = {
  CreateFunctionStmt: (node, source) => [createRoutine(node, source)],
  CreateTrigStmt: (node) => [createTrigger(node)],
};

function createRoutine(node: Tree, source: Source): CreateRoutine {
  const options = list(node, "options").map((option) => child(option, "DefElem"));
  const option = (name: string): Tree | undefined => options.find((element) => text(element, "defname") === name);
  const returns = strings(list(child(node, "returnType"), "names")).at(-1);
  const inSql = has(node, "sql_body");
  return {
    kind: "create-routine",
    routine: nameFrom(strings(list(node, "funcname"))),
    variety: flag(node, "is_procedure") ? "procedure" : "function",
    replace: flag(node, "replace"),
    language: inSql ? "sql" : stringOf(child(option("language") ?? {}, "arg")).toLowerCase(),
    returnsTrigger: returns === "trigger" || returns === "event_trigger",
    volatility: volatility(stringOf(child(option("volatility") ?? {}, "arg"))),
    securityDefiner: flag(child(child(option("security") ?? {}, "arg"), "Boolean"), "boolval"),
    pinsSearchPath: options.some((element) => {
      const variable = as(child(element, "arg"), "VariableSetStmt");
      return (
        variable !== null && text(variable, "name")?.toLowerCase() === "search_path" && text(variable, "kind") !== "VAR_RESET"
      );
    }),
    ...pathOf(options),
    body: inSql ? sqlBody(source) : bodyOf(option("as")),
    dynamic: false,
    ...(inSql ? { queries: bodyShapes([child(node, "sql_body")], source) } : {}),
    signature: signatureOf(node, source),
  };
}

/** `SET search_path = ''` is one schema without a name, where nothing is found. */
function pathOf(options: readonly Tree[]): Pick<CreateRoutine, "searchPath"> {
  const setting = options.findLast(
    (option) => text(as(child(option, "arg"), "VariableSetStmt") ?? {}, "name")?.toLowerCase() === "search_path",
  );
  const variable = child(child(setting ?? {}, "arg"), "VariableSetStmt");
  if (text(variable, "kind") !== "VAR_SET_VALUE") return {};
  return {
    searchPath: list(variable, "args").flatMap((each) => {
      const constant = constantOf(each);
      return constant?.kind === "string" && constant.value !== "" ? [constant.value] : [];
    }),
  };
}

/** Modes of FunctionParameter (PostgreSQL source, parsenodes.h). */
const PASSED = new Set(["FUNC_PARAM_IN", "FUNC_PARAM_INOUT", "FUNC_PARAM_VARIADIC", "FUNC_PARAM_DEFAULT"]);
const RETURNED = new Set(["FUNC_PARAM_OUT", "FUNC_PARAM_INOUT", "FUNC_PARAM_TABLE"]);

function signatureOf(node: Tree, source: Source): RoutineSignature {
  const parameters = list(node, "parameters").map((parameter) => child(parameter, "FunctionParameter"));
  const mode = (parameter: Tree) => text(parameter, "mode") ?? "FUNC_PARAM_DEFAULT";
  const type = (parameter: Tree) => typeReference(child(parameter, "argType"), source);
  const out = parameters.filter((parameter) => RETURNED.has(mode(parameter)));
  const plain = has(node, "returnType") ? typeReference(child(node, "returnType"), source) : null;
  const setof = flag(child(node, "returnType"), "setof") ? "setof " : "";
  const columns = out.map((parameter) => `${text(parameter, "name") ?? ""} ${namedType(type(parameter))}`);
  return {
    inputs: parameters
      .filter((parameter) => PASSED.has(mode(parameter)))
      .map((parameter) => ({
        name: text(parameter, "name") ?? "",
        type: type(parameter),
        hasDefault: has(parameter, "defexpr"),
      })),
    returns: columns.length > 0 ? `${setof}(${columns.join(", ")})` : plain === null ? null : `${setof}${namedType(plain)}`,
    variadic: parameters.some((parameter) => mode(parameter) === "FUNC_PARAM_VARIADIC"),
  };
}

/** Without modifiers, which functions ignore. */
function namedType({ name, array }: TypeReference): string {
  return array ? `${name}[]` : name;
}

function volatility(written: string): CreateRoutine["volatility"] {
  return written === "immutable" || written === "stable" ? written : "volatile";
}

/** The first string after AS; a second one names a C symbol. */
function bodyOf(option: Tree | undefined): string | null {
  const first = list(child(child(option ?? {}, "arg"), "List"), "items")[0];
  return first === undefined ? null : stringOf(first);
}

/** `BEGIN ATOMIC … END` or `RETURN …` (PostgreSQL manual, CREATE FUNCTION, since 14). */
function sqlBody(source: Source): string {
  const { tokens } = source;
  const start = tokens.find(
    (token, at) =>
      token.depth === 0 && (token.word === "RETURN" || (token.word === "BEGIN" && tokens[at + 1]?.word === "ATOMIC")),
  );
  return start === undefined ? "" : source.text.slice(start.start);
}

/** Bits of CreateTrigStmt.timing and .events (PostgreSQL source, pg_trigger.h). */
const BEFORE = 2;
const INSTEAD = 64;
const EVENTS = [
  [4, "insert"],
  [8, "delete"],
  [16, "update"],
  [32, "truncate"],
] as const;

function createTrigger(node: Tree): Operation {
  const timing = number(node, "timing");
  const events = number(node, "events");
  return {
    kind: "create-trigger",
    name: text(node, "trigname") ?? "",
    table: relation(child(node, "relation")),
    timing: timing & BEFORE ? "before" : timing & INSTEAD ? "instead" : "after",
    level: flag(node, "row") ? "row" : "statement",
    events: EVENTS.flatMap(([bit, name]): OperationOf<"create-trigger">["events"] => (events & bit ? [name] : [])),
    routine: nameFrom(strings(list(node, "funcname"))),
    ...(list(node, "transitionRels").length > 0 ? { seesRows: true as const } : {}),
    reads: [...new Set([...strings(list(node, "columns")), ...expressionOf(child(node, "whenClause"), "").columns])],
    ...(has(node, "whenClause") ? { conditional: true as const } : {}),
    replace: flag(node, "replace"),
    constraint: flag(node, "isconstraint"),
  };
}
