import type { ObjectType, Operation, PolicyScope } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { columnName } from "../expressions.js";
import { published } from "../published.js";
import { as, child, flag, list, nameFrom, relation, stringOf, strings, type Tree, text, walk } from "../tree.js";
import { bare, objectName, roleName } from "./names.js";
import { objectType } from "./object-type.js";
import type { Readers } from "./reader.js";

/** Objects that the project knows only as such: made, changed, dropped. */
export const objects: Readers = {
  CreateExtensionStmt: creates("extension", (node) => bare(text(node, "extname"))),
  CreatePublicationStmt: (node) => [
    {
      kind: "create-object",
      object: "publication",
      name: bare(text(node, "pubname")),
      ifNotExists: false,
      publishes: published(node),
    },
  ],
  CreateSubscriptionStmt: creates("subscription", (node) => bare(text(node, "subname"))),
  CreateFdwStmt: creates("foreign data wrapper", (node) => bare(text(node, "fdwname"))),
  CreateForeignServerStmt: creates("server", (node) => bare(text(node, "servername"))),
  CreateUserMappingStmt: creates("user mapping", (node) => bare(roleName(child(node, "user")))),
  ImportForeignSchemaStmt: creates("foreign table", (node) => ({ schema: text(node, "local_schema"), name: "*" })),
  CreateRoleStmt: creates("role", (node) => bare(text(node, "role"))),
  CreatedbStmt: creates("database", (node) => bare(text(node, "dbname"))),
  CreateTableSpaceStmt: creates("tablespace", (node) => bare(text(node, "tablespacename"))),
  CreateStatsStmt: creates("statistics", (node) => nameFrom(strings(list(node, "defnames")))),
  CreateCastStmt: creates("cast", (node) => nameFrom(strings(list(child(node, "sourcetype"), "names")))),
  CreateConversionStmt: creates("conversion", (node) => nameFrom(strings(list(node, "conversion_name")))),
  CreateOpClassStmt: creates("operator class", (node) => nameFrom(strings(list(node, "opclassname")))),
  CreateOpFamilyStmt: creates("operator family", (node) => nameFrom(strings(list(node, "opfamilyname")))),
  CreatePLangStmt: creates("language", (node) => bare(text(node, "plname"))),
  CreateEventTrigStmt: creates("event trigger", (node) => bare(text(node, "trigname"))),
  CreateAmStmt: creates("access method", (node) => bare(text(node, "amname"))),
  CreateTransformStmt: creates("transform", (node) => bare(text(node, "lang"))),
  DefineStmt: (node) => [define(node)],

  AlterExtensionStmt: alters("extension", (node) => bare(text(node, "extname"))),
  AlterExtensionContentsStmt: alters("extension", (node) => bare(text(node, "extname"))),
  AlterPublicationStmt: (node) => [
    {
      kind: "alter-object",
      object: "publication",
      name: bare(text(node, "pubname")),
      ...(text(node, "action") === "AP_DropObjects" ? {} : { publishes: published(node) }),
    },
  ],
  AlterSubscriptionStmt: alters("subscription", (node) => bare(text(node, "subname"))),
  AlterFdwStmt: alters("foreign data wrapper", (node) => bare(text(node, "fdwname"))),
  AlterForeignServerStmt: alters("server", (node) => bare(text(node, "servername"))),
  AlterUserMappingStmt: alters("user mapping", (node) => bare(roleName(child(node, "user")))),
  AlterRoleStmt: alters("role", (node) => bare(roleName(child(node, "role")))),
  AlterRoleSetStmt: alters("role", (node) => bare(roleName(child(node, "role")))),
  AlterDatabaseStmt: alters("database", (node) => bare(text(node, "dbname"))),
  AlterDatabaseSetStmt: alters("database", (node) => bare(text(node, "dbname"))),
  AlterDatabaseRefreshCollStmt: alters("database", (node) => bare(text(node, "dbname"))),
  AlterTableSpaceOptionsStmt: alters("tablespace", (node) => bare(text(node, "tablespacename"))),
  AlterStatsStmt: alters("statistics", (node) => nameFrom(strings(list(node, "defnames")))),
  AlterOpFamilyStmt: alters("operator family", (node) => nameFrom(strings(list(node, "opfamilyname")))),
  AlterOperatorStmt: alters("operator", (node) => objectName({ ObjectWithArgs: child(node, "opername") })),
  AlterEventTrigStmt: alters("event trigger", (node) => bare(text(node, "trigname"))),
  AlterCollationStmt: alters("collation", (node) => nameFrom(strings(list(node, "collname")))),
  AlterTSConfigurationStmt: alters("text search", (node) => nameFrom(strings(list(node, "cfgname")))),
  AlterTSDictionaryStmt: alters("text search", (node) => nameFrom(strings(list(node, "dictname")))),
  AlterFunctionStmt: (node) => [
    {
      kind: "alter-object",
      object: objectType(text(node, "objtype")),
      name: objectName({ ObjectWithArgs: child(node, "func") }),
      ...volatilityIn(node),
    },
  ],
  CreatePolicyStmt: (node) => [
    {
      kind: "create-policy",
      policy: text(node, "policy_name") ?? "",
      table: relation(child(node, "table")),
      reads: columnsIn(node),
      lets: {
        command: flag(node, "permissive") ? (COMMANDS[text(node, "cmd_name") ?? "all"] ?? "all") : "nothing",
        to: list(node, "roles").map((role) => roleName(as(role, "RoleSpec") ?? {})),
      },
    },
  ],
  /** The lock falls on the table, so the table is what is named. */
  AlterPolicyStmt: (node) => [{ kind: "alter-object", object: "policy", name: relation(child(node, "table")) }],
  RuleStmt: (node) => {
    const event = RULE_EVENTS[text(node, "event") ?? ""];
    return [
      {
        kind: "create-rule",
        rule: text(node, "rulename") ?? "",
        table: relation(child(node, "relation")),
        ...(event === undefined ? {} : { event }),
        ...(flag(node, "instead") ? { instead: true as const } : {}),
      },
    ];
  },
};

const COMMANDS: Readonly<Record<string, PolicyScope["command"]>> = {
  all: "all",
  select: "select",
  insert: "insert",
  update: "update",
  delete: "delete",
};

/** RuleStmt.event. */
const RULE_EVENTS: Readonly<Record<string, "select" | "insert" | "update" | "delete">> = {
  CMD_SELECT: "select",
  CMD_INSERT: "insert",
  CMD_UPDATE: "update",
  CMD_DELETE: "delete",
};

/** Columns that USING and WITH CHECK name; a subquery may name those of other tables, so it is left out. */
function columnsIn(node: Tree): readonly string[] {
  const named = new Set<string>();
  for (const part of ["qual", "with_check"])
    walk(child(node, part), (tag, body) => {
      if (tag === "ColumnRef") named.add(columnName(body) ?? "");
      return tag !== "SubLink";
    });
  named.delete("");
  return [...named];
}

function volatilityIn(node: Tree): { volatility?: "immutable" | "stable" | "volatile" } {
  const option = list(node, "actions")
    .map((action) => as(action, "DefElem") ?? {})
    .find((action) => text(action, "defname") === "volatility");
  const said = option === undefined ? "" : stringOf(child(option, "arg"));
  return said === "immutable" || said === "stable" || said === "volatile" ? { volatility: said } : {};
}

function creates(object: ObjectType, name: (node: Tree) => RelationName) {
  return (node: Tree): Operation[] => [
    { kind: "create-object", object, name: name(node), ifNotExists: flag(node, "if_not_exists") },
  ];
}

function alters(object: ObjectType, name: (node: Tree) => RelationName) {
  return (node: Tree): Operation[] => [{ kind: "alter-object", object, name: name(node) }];
}

/** CREATE AGGREGATE, OPERATOR, TYPE (base or shell), COLLATION, TEXT SEARCH. */
function define(node: Tree): Operation {
  const name = nameFrom(strings(list(node, "defnames")));
  const object = objectType(text(node, "kind"));
  if (object === "type")
    return { kind: "create-type", type: name, variety: list(node, "definition").length === 0 ? "shell" : "base" };
  return { kind: "create-object", object, name, ifNotExists: flag(node, "if_not_exists") };
}
