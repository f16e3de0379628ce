import type { ObjectType, Operation } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { defaultExcerpt, excerptAfter } from "../excerpts.js";
import { expressionOf } from "../expressions.js";
import type { Source } from "../source.js";
import { child, flag, has, list, nameFrom, strings, type Tree, text } from "../tree.js";
import { columnDefinition } from "./column.js";
import { typeReference } from "./type-reference.js";

/** One command of an ALTER TABLE. */
export interface Command {
  readonly table: RelationName;
  readonly ifExists: boolean;
  readonly only: boolean;
  readonly object: ObjectType;
  readonly subtype: string;
  readonly node: Tree;
  /** Its definition, wrapped. */
  readonly definition: Tree;
  /** Index of its first word in the source. */
  readonly start: number;
  readonly source: Source;
}

/** Commands on columns; null for any other. */
export function alterColumn(command: Command): Operation | null {
  const { node, subtype, table } = command;
  const column = text(node, "name") ?? "";
  switch (subtype) {
    case "AT_AddColumn":
      return {
        kind: "add-column",
        table,
        column: columnDefinition(child(command.definition, "ColumnDef"), command.source),
        ifNotExists: flag(node, "missing_ok"),
        only: command.only,
      };
    case "AT_DropColumn":
      return {
        kind: "drop-column",
        table,
        column,
        ifExists: flag(node, "missing_ok"),
        cascade: text(node, "behavior") === "DROP_CASCADE",
      };
    case "AT_AlterColumnType":
      return alterType(command, column);
    case "AT_SetNotNull":
      return { kind: "set-not-null", table, column };
    case "AT_DropNotNull":
      return { kind: "drop-not-null", table, column };
    case "AT_ColumnDefault":
      return has(node, "def")
        ? {
            kind: "set-default",
            table,
            column,
            expression: expressionOf(command.definition, defaultExcerpt(command.source, command.start)),
          }
        : { kind: "drop-default", table, column };
    default:
      return columnProperty(command, column);
  }
}

function columnProperty({ subtype, table }: Command, column: string): Operation | null {
  switch (subtype) {
    case "AT_AddIdentity":
      return { kind: "set-generated", table, column, action: "add-identity" };
    case "AT_SetIdentity":
      return { kind: "set-generated", table, column, action: "set-identity" };
    case "AT_DropIdentity":
      return { kind: "set-generated", table, column, action: "drop-identity" };
    case "AT_DropExpression":
      return { kind: "set-generated", table, column, action: "drop-expression" };
    case "AT_SetExpression":
      return { kind: "set-generated", table, column, action: "set-expression" };
    case "AT_SetStatistics":
      return { kind: "set-column-option", table, column, option: "statistics" };
    case "AT_SetStorage":
      return { kind: "set-column-option", table, column, option: "storage" };
    case "AT_SetCompression":
      return { kind: "set-column-option", table, column, option: "compression" };
    case "AT_SetOptions":
    case "AT_ResetOptions":
      return { kind: "set-column-option", table, column, option: "options" };
    default:
      return null;
  }
}

function alterType({ definition, only, source, start, table }: Command, column: string): Operation {
  const body = child(definition, "ColumnDef");
  const collation = list(child(body, "collClause"), "collname");
  return {
    kind: "alter-column-type",
    table,
    column,
    type: typeReference(child(body, "typeName"), source),
    using: has(body, "raw_default") ? excerptAfter(source, start, "USING") : null,
    collation: collation.length === 0 ? null : nameFrom(strings(collation)).name,
    ...(only ? { only } : {}),
  };
}
