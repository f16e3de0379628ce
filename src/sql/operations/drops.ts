import type { Operation } from "../../model/operation.js";
import { child, flag, list, type Tree, text } from "../tree.js";
import { bare, objectName, partOf, roleName } from "./names.js";
import { objectType } from "./object-type.js";
import type { Readers } from "./reader.js";

/** Everything that is dropped, but for parts of tables. */
export const drops: Readers = {
  DropStmt: (node) => drop(node),
  DropRoleStmt: (node) => [simple("role", list(node, "roles").map(objectName), node)],
  DropdbStmt: (node) => [simple("database", [bare(text(node, "dbname"))], node)],
  DropTableSpaceStmt: (node) => [simple("tablespace", [bare(text(node, "tablespacename"))], node)],
  DropSubscriptionStmt: (node) => [simple("subscription", [bare(text(node, "subname"))], node)],
  DropUserMappingStmt: (node) => [simple("user mapping", [bare(roleName(child(node, "user")))], node)],
};

/** Things that stand on a relation: their name ends in their own. */
const ON_RELATION = new Set(["OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE"]);

function drop(node: Tree): Operation[] {
  const type = text(node, "removeType") ?? "";
  const objects = list(node, "objects");
  const ifExists = flag(node, "missing_ok");
  const cascade = text(node, "behavior") === "DROP_CASCADE";
  const concurrently = flag(node, "concurrent");
  if (type === "OBJECT_TABLE") return [{ kind: "drop-table", tables: objects.map(objectName), ifExists, cascade }];
  if (type === "OBJECT_INDEX") return [{ kind: "drop-index", indexes: objects.map(objectName), concurrently, ifExists, cascade }];
  const object = objectType(type);
  if (!ON_RELATION.has(type)) {
    const names = objects.map((each) =>
      type === "OBJECT_OPCLASS" || type === "OBJECT_OPFAMILY" ? classOf(each) : objectName(each),
    );
    return [{ kind: "drop-object", object, names, on: null, ifExists, cascade, concurrently }];
  }
  return objects.map((each) => {
    const { on, part } = partOf(each);
    return { kind: "drop-object", object, names: [bare(part)], on, ifExists, cascade, concurrently };
  });
}

/** An operator class is written with its access method in front. */
function classOf(node: Tree) {
  return objectName({ List: { items: list(child(node, "List"), "items").slice(1) } });
}

function simple(
  object: "role" | "database" | "tablespace" | "subscription" | "user mapping",
  names: ReturnType<typeof bare>[],
  node: Tree,
): Operation {
  const cascade = text(node, "behavior") === "DROP_CASCADE";
  return { kind: "drop-object", object, names, on: null, ifExists: flag(node, "missing_ok"), cascade, concurrently: false };
}
