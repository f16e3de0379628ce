import type { Operation, OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { defaultExcerpt } from "../excerpts.js";
import { expressionOf } from "../expressions.js";
import type { Source } from "../source.js";
import { as, child, flag, has, list, nameFrom, number, relation, strings, type Tree, text } from "../tree.js";
import { constraintDefinition } from "./constraint.js";
import type { Readers } from "./reader.js";
import { typeReference } from "./type-reference.js";

/** Types, enums, domains and sequences. */
export const types: Readers = {
  CreateEnumStmt: (node) => [
    { kind: "create-enum", type: nameFrom(strings(list(node, "typeName"))), labels: strings(list(node, "vals")) },
  ],
  CompositeTypeStmt: (node) => [{ kind: "create-type", type: relation(child(node, "typevar")), variety: "composite" }],
  CreateRangeStmt: (node) => [{ kind: "create-type", type: nameFrom(strings(list(node, "typeName"))), variety: "range" }],
  CreateDomainStmt: (node, source) => [createDomain(node, source)],
  AlterDomainStmt: (node) => [alterDomain(node)],
  AlterEnumStmt: (node) => [alterEnum(node)],
  AlterTypeStmt: (node) => [{ kind: "alter-object", object: "type", name: nameFrom(strings(list(node, "typeName"))) }],
  CreateSeqStmt: (node) => [
    {
      kind: "create-sequence",
      sequence: relation(child(node, "sequence")),
      ifNotExists: flag(node, "if_not_exists"),
      owned: ownerOf(node) !== null,
    },
  ],
  AlterSeqStmt: (node) => [alterSequence(node)],
};

function createDomain(node: Tree, source: Source): Operation {
  const clauses = list(node, "constraints").map((clause) => as(clause, "Constraint") ?? {});
  const given = clauses.find((clause) => text(clause, "contype") === "CONSTR_DEFAULT");
  return {
    kind: "create-domain",
    type: nameFrom(strings(list(node, "domainname"))),
    base: typeReference(child(node, "typeName"), source),
    notNull: clauses.some((clause) => text(clause, "contype") === "CONSTR_NOTNULL"),
    checks: clauses.flatMap((clause) => constraintDefinition(clause, source)?.expression ?? []),
    default:
      given === undefined
        ? null
        : expressionOf(child(given, "raw_expr"), defaultExcerpt(source, source.index(number(given, "location")))),
  };
}

function alterDomain(node: Tree): Operation {
  const constraint = child(child(node, "def"), "Constraint");
  return {
    kind: "alter-domain",
    type: nameFrom(strings(list(node, "typeName"))),
    action: domainAction(text(node, "subtype"), has(node, "def")),
    notValid: flag(constraint, "skip_validation"),
    constraint: text(node, "name") ?? text(constraint, "conname"),
  };
}

/** Letters of AlterDomainStmt.subtype (PostgreSQL source, parsenodes.h). */
function domainAction(subtype: string | null, hasDefinition: boolean): OperationOf<"alter-domain">["action"] {
  switch (subtype) {
    case "T":
      return hasDefinition ? "set-default" : "drop-default";
    case "N":
      return "drop-not-null";
    case "O":
      return "set-not-null";
    case "X":
      return "drop-constraint";
    case "V":
      return "validate-constraint";
    default:
      return "add-constraint";
  }
}

function alterEnum(node: Tree): Operation {
  const type = nameFrom(strings(list(node, "typeName")));
  const value = text(node, "newVal") ?? "";
  const old = text(node, "oldVal");
  if (old !== null) return { kind: "rename-enum-value", type, value: old, to: value };
  return {
    kind: "add-enum-value",
    type,
    value,
    ifNotExists: flag(node, "skipIfNewValExists"),
    placed: has(node, "newValNeighbor"),
  };
}

function alterSequence(node: Tree): Operation {
  return {
    kind: "alter-sequence",
    sequence: relation(child(node, "sequence")),
    ownedBy: ownerOf(node),
    restart: optionsOf(node).some((option) => text(option, "defname") === "restart"),
  };
}

/** Null where OWNED BY is not written, or is NONE. */
function ownerOf(node: Tree): { readonly table: RelationName; readonly column: string } | null {
  const owner = optionsOf(node).find((option) => text(option, "defname") === "owned_by");
  const parts = owner === undefined ? [] : strings(list(child(child(owner, "arg"), "List"), "items"));
  return parts.length < 2 ? null : { table: nameFrom(parts.slice(0, -1)), column: parts.at(-1) ?? "" };
}

function optionsOf(node: Tree): readonly Tree[] {
  return list(node, "options").map((option) => child(option, "DefElem"));
}
