import type { ObjectType, Operation, OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { child, flag, has, list, relation, type Tree, text } from "../tree.js";
import { bare, objectName, partOf, roleName } from "./names.js";
import { objectType } from "./object-type.js";
import type { Readers } from "./reader.js";

/** RENAME, SET SCHEMA, OWNER TO, COMMENT and SECURITY LABEL, of anything. */
export const renames: Readers = {
  RenameStmt: (node) => [rename(node)],
  AlterObjectSchemaStmt: (node) => [
    {
      kind: "set-schema",
      object: objectType(text(node, "objectType")),
      name: named(node),
      schema: text(node, "newschema") ?? "",
    },
  ],
  AlterOwnerStmt: (node) => [
    {
      kind: "change-owner",
      object: objectType(text(node, "objectType")),
      name: named(node),
      owner: roleName(child(node, "newowner")),
    },
  ],
  CommentStmt: (node) => [comment(node)],
  SecLabelStmt: (node) => [
    { kind: "alter-object", object: objectType(text(node, "objtype")), name: objectName(child(node, "object")) },
  ],
  AlterObjectDependsStmt: (node) => [{ kind: "alter-object", object: objectType(text(node, "objectType")), name: named(node) }],
};

function named(node: Tree): RelationName {
  return has(node, "relation") ? relation(child(node, "relation")) : objectName(child(node, "object"));
}

function rename(node: Tree): Operation {
  const type = text(node, "renameType");
  const name = named(node);
  const part = text(node, "subname");
  const to = text(node, "newname") ?? "";
  switch (type) {
    case "OBJECT_TABLE":
    case "OBJECT_FOREIGN_TABLE":
      return { kind: "rename-table", table: name, to, ifExists: flag(node, "missing_ok") };
    case "OBJECT_INDEX":
      return { kind: "rename-index", index: name, to };
    case "OBJECT_TABCONSTRAINT":
      return { kind: "rename-constraint", table: name, constraint: part ?? "", to };
    case "OBJECT_COLUMN":
    case "OBJECT_ATTRIBUTE":
      return {
        kind: "rename-column",
        table: name,
        column: part ?? "",
        to,
        relationKind: relationKind(type, text(node, "relationType")),
      };
    default:
      return renameObject(objectType(type), node, name, part, to);
  }
}

function renameObject(object: ObjectType, node: Tree, name: RelationName, part: string | null, to: string): Operation {
  if (part === null) return { kind: "rename-object", object, name, to, on: null };
  // A trigger, policy or rule of a relation, a constraint of a domain, or a thing known by one word (schema, role, database).
  const on = has(node, "relation") || has(node, "object") ? name : null;
  return { kind: "rename-object", object, name: bare(part), to, on };
}

function relationKind(type: string, relationType: string | null): OperationOf<"rename-column">["relationKind"] {
  if (type === "OBJECT_ATTRIBUTE") return "type";
  if (relationType === "OBJECT_VIEW") return "view";
  return relationType === "OBJECT_MATVIEW" ? "materialized view" : "table";
}

/** Things that stand on a relation or a type; a comment on one locks what it stands on. */
const PARTS = new Set([
  "OBJECT_COLUMN",
  "OBJECT_TABCONSTRAINT",
  "OBJECT_DOMCONSTRAINT",
  "OBJECT_TRIGGER",
  "OBJECT_POLICY",
  "OBJECT_RULE",
]);

/** The name of a comment on a column, constraint, trigger, policy or rule is that of the relation (or domain) that carries it. */
function comment(node: Tree): Operation {
  const type = text(node, "objtype") ?? "";
  const object = child(node, "object");
  const parted = PARTS.has(type) && list(child(object, "List"), "items").length > 1 ? partOf(object) : null;
  const name = parted?.on ?? objectName(object);
  return {
    kind: "comment",
    object: objectType(type),
    name,
    ...(parted === null ? {} : { part: parted.part }),
    empty: text(node, "comment") === null,
  };
}
