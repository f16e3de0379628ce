import type { Operation, OperationOf } from "../../model/operation.js";
import { constantOf } from "../constants.js";
import { passedArguments } from "../passed-arguments.js";
import { as, child, flag, list, nameFrom, strings, type Tree, text } from "../tree.js";
import type { Readers } from "./reader.js";

/** Transactions, parameters, CALL. */
export const session: Readers = {
  TransactionStmt: (node) => [
    { kind: "transaction", action: ACTIONS[text(node, "kind") ?? ""] ?? "other", chain: flag(node, "chain") },
  ],
  VariableSetStmt: (node) => variable(node),
  VariableShowStmt: () => [{ kind: "select", reads: [], calls: [], locksRows: false }],
  DiscardStmt: (node) =>
    text(node, "target") === "DISCARD_ALL" ? [{ kind: "reset", name: null }] : [{ kind: "other", tag: "DiscardStmt" }],
  /** SET CONSTRAINTS holds for the transaction. */
  ConstraintsSetStmt: (node) => [
    { kind: "set", name: "constraints", value: flag(node, "deferred") ? "deferred" : "immediate", scope: "local" },
  ],
  CallStmt: (node) => {
    const passes = passedArguments({ FuncCall: child(node, "funccall") });
    const routine = nameFrom(strings(list(child(node, "funccall"), "funcname")));
    return [{ kind: "call", routine, ...(passes.length === 0 ? {} : { passes }) }];
  },
};

const ACTIONS: Readonly<Record<string, OperationOf<"transaction">["action"]>> = {
  TRANS_STMT_BEGIN: "begin",
  TRANS_STMT_START: "begin",
  TRANS_STMT_COMMIT: "commit",
  TRANS_STMT_ROLLBACK: "rollback",
  TRANS_STMT_SAVEPOINT: "savepoint",
  TRANS_STMT_RELEASE: "release",
  TRANS_STMT_ROLLBACK_TO: "rollback-to",
  TRANS_STMT_PREPARE: "prepare",
};

function variable(node: Tree): Operation[] {
  const name = text(node, "name")?.toLowerCase() ?? null;
  const scope = flag(node, "is_local") ? "local" : "session";
  switch (text(node, "kind")) {
    case "VAR_RESET_ALL":
      return [{ kind: "reset", name: null }];
    case "VAR_RESET":
      return [{ kind: "reset", name }];
    case "VAR_SET_MULTI":
      return [{ kind: "set", name: name ?? "", value: multiple(node), scope }];
    case "VAR_SET_VALUE":
      return [
        {
          kind: "set",
          name: name ?? "",
          value: list(node, "args")
            .map(name === "search_path" ? schema : value)
            .join(", "),
          scope,
        },
      ];
    default:
      return [{ kind: "set", name: name ?? "", value: null, scope }];
  }
}

function value(node: Tree): string {
  const constant = constantOf(node);
  if (constant === null) return "";
  return constant.kind === "null" ? "" : String(constant.value);
}

/** Each part of a path is one name, its case as the parser left it: `SET search_path = 'a, b'` looks in one schema "a, b" (flatten_set_variable_args in guc_funcs.c). */
function schema(node: Tree): string {
  const name = value(node);
  return /^[a-z_][a-z0-9_$]*$/u.test(name) ? name : `"${name}"`;
}

/** `SET TRANSACTION ISOLATION LEVEL serializable, READ ONLY`: every part as `name=value`. */
function multiple(node: Tree): string {
  return list(node, "args")
    .map((argument) => {
      const element = as(argument, "DefElem");
      return element === null ? value(argument) : `${text(element, "defname")}=${value(child(element, "arg"))}`;
    })
    .join(", ");
}
