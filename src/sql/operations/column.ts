import type { ColumnDefinition } from "../../model/operation.js";
import { defaultExcerpt, parenthesizedAfter } from "../excerpts.js";
import { expressionOf } from "../expressions.js";
import type { Source } from "../source.js";
import { as, child, flag, list, nameFrom, number, strings, type Tree, text } from "../tree.js";
import { constraintDefinitions } from "./constraint.js";
import { serialBase, typeReference } from "./type-reference.js";

/** A column with its inline constraints. Serial and identity columns and primary keys are NOT NULL, as Postgres makes them. */
export function columnDefinition(node: Tree, source: Source): ColumnDefinition {
  const name = text(node, "colname") ?? "";
  const typeName = child(node, "typeName");
  const clauses = list(node, "constraints");
  const constraints = constraintDefinitions(clauses, source, name);
  const serial = serialBase(typeName) !== null;
  const identity = identityOf(clause(clauses, "CONSTR_IDENTITY"));
  const collation = list(child(node, "collClause"), "collname");
  const isKey = constraints.some((constraint) => constraint.type === "primary-key");
  return {
    name,
    type: typeReference(typeName, source),
    notNull: serial || identity !== null || isKey || flag(node, "is_not_null") || clause(clauses, "CONSTR_NOTNULL") !== null,
    default: defaultOf(clause(clauses, "CONSTR_DEFAULT"), source),
    identity,
    generated: generatedOf(clause(clauses, "CONSTR_GENERATED"), source),
    serial,
    collation: collation.length === 0 ? null : nameFrom(strings(collation)).name,
    // A bare NOT NULL is the column's own; with a name or with NO INHERIT it is a constraint to speak of.
    constraints: constraints.filter(
      (constraint) => constraint.type !== "not-null" || constraint.name !== null || constraint.noInherit,
    ),
  };
}

function clause(clauses: readonly Tree[], type: string): Tree | null {
  for (const node of clauses) {
    const body = as(node, "Constraint");
    if (body !== null && text(body, "contype") === type) return body;
  }
  return null;
}

function defaultOf(node: Tree | null, source: Source): ColumnDefinition["default"] {
  return node === null
    ? null
    : expressionOf(child(node, "raw_expr"), defaultExcerpt(source, source.index(number(node, "location"))));
}

function generatedOf(node: Tree | null, source: Source): ColumnDefinition["generated"] {
  if (node === null) return null;
  const written = parenthesizedAfter(source, source.index(number(node, "location")), "AS");
  return { expression: expressionOf(child(node, "raw_expr"), written), stored: text(node, "generated_kind") !== "v" };
}

function identityOf(node: Tree | null): ColumnDefinition["identity"] {
  if (node === null) return null;
  return text(node, "generated_when") === "a" ? "always" : "by default";
}
