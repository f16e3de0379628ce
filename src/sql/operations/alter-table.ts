import type { Operation } from "../../model/operation.js";
import type { Source } from "../source.js";
import { as, child, flag, list, relation, type Tree, text } from "../tree.js";
import { alterColumn, type Command } from "./alter-column.js";
import { alterConstraint } from "./alter-constraint.js";
import { alterIndex } from "./alter-index.js";
import { alterStorage } from "./alter-storage.js";
import { type CommandRange, commandRanges } from "./command-ranges.js";
import { inPassOrder } from "./in-pass-order.js";
import { objectType } from "./object-type.js";

export interface LocatedOperations {
  readonly operations: readonly Operation[];
  /** Where the command stands; null when it could not be told apart. */
  readonly range: CommandRange | null;
}

/** The commands of an ALTER TABLE, in the order in which the server carries them out; also of ALTER INDEX, VIEW, SEQUENCE, TYPE, which share its tree. */
export function alterTable(node: Tree, source: Source): LocatedOperations[] {
  const range = child(node, "relation");
  const commands = list(node, "cmds").map((command) => as(command, "AlterTableCmd") ?? {});
  const places = commandRanges(source, range, commands.length);
  const located = commands.map((command, at) => {
    const place = places?.[at] ?? null;
    const context: Command = {
      table: relation(range),
      ifExists: flag(node, "missing_ok"),
      only: !flag(range, "inh"),
      object: objectType(text(node, "objtype")),
      subtype: text(command, "subtype") ?? "",
      node: command,
      definition: child(command, "def"),
      start: place?.start ?? 0,
      source,
    };
    return { command, operations: [read(context)], range: place };
  });
  return inPassOrder(located).map(({ operations, range: place }) => ({ operations, range: place }));
}

function read(command: Command): Operation {
  const { object, table } = command;
  const owner = alterStorage.owner(command);
  if (owner !== null) return owner;
  if (object === "index") return alterIndex(command);
  if (object === "table" || object === "foreign table" || object === "materialized view") {
    return (
      alterColumn(command) ??
      alterConstraint(command) ??
      alterStorage.table(command) ?? { kind: "alter-object", object, name: table }
    );
  }
  if (object === "view") return alterColumn(command) ?? { kind: "alter-object", object, name: table };
  return { kind: "alter-object", object, name: table, ...attributeIn(command) };
}

function attributeIn({ node, subtype }: Command): { attribute?: { name: string; action: "drop" | "type" } } {
  const name = text(node, "name") ?? "";
  if (subtype === "AT_DropColumn") return { attribute: { name, action: "drop" } };
  return subtype === "AT_AlterColumnType" ? { attribute: { name, action: "type" } } : {};
}
