import type { Operation } from "../../model/operation.js";
import { as, child, flag, list, stringOf, type Tree, text } from "../tree.js";
import { objectName, roleName } from "./names.js";
import { objectType } from "./object-type.js";
import type { Readers } from "./reader.js";

/** GRANT and REVOKE of privileges and of roles. */
export const grants: Readers = {
  GrantStmt: (node) => [grant(node)],
  GrantRoleStmt: (node) => [
    {
      kind: "grant",
      grant: flag(node, "is_grant"),
      object: "role",
      names: list(node, "granted_roles").map((role) => ({
        schema: null,
        name: text(child(role, "AccessPriv"), "priv_name") ?? "",
      })),
      allInSchema: false,
      privileges: ["member"],
      to: roles(list(node, "grantee_roles")),
    },
  ],
  AlterDefaultPrivilegesStmt: () => [
    { kind: "alter-object", object: "other", name: { schema: null, name: "default privileges" } },
  ],
};

function grant(node: Tree): Operation {
  const privileges = list(node, "privileges").flatMap((privilege) => {
    const name = text(child(privilege, "AccessPriv"), "priv_name") ?? "all";
    const columns = list(child(privilege, "AccessPriv"), "cols").map(stringOf);
    return columns.length === 0 ? [name] : columns.map((column) => `${name}(${column})`);
  });
  const partly = !flag(node, "is_grant") && flag(node, "grant_option");
  return {
    kind: "grant",
    grant: flag(node, "is_grant"),
    object: objectType(text(node, "objtype")),
    names: list(node, "objects").map(objectName),
    allInSchema: text(node, "targtype") === "ACL_TARGET_ALL_IN_SCHEMA",
    privileges: privileges.length > 0 ? privileges : ["all"],
    to: roles(list(node, "grantees")),
    ...(partly ? { partly: true as const } : {}),
  };
}

function roles(nodes: readonly Tree[]): string[] {
  return nodes.map((node) => roleName(as(node, "RoleSpec") ?? {}));
}
