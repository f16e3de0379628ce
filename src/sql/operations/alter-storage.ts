import type { Operation, OperationOf } from "../../model/operation.js";
import { as, child, flag, list, number, relation, stringOf, type Tree, text } from "../tree.js";
import type { Command } from "./alter-column.js";
import { roleName } from "./names.js";

/** Commands on a table as a whole: storage, options, partitions, triggers, row security. */
export const alterStorage = { owner, table };

function owner({ node, object, subtype, table: name }: Command): Operation | null {
  if (subtype !== "AT_ChangeOwner") return null;
  return { kind: "change-owner", object, name, owner: roleName(child(node, "newowner")) };
}

const TRIGGERS: Readonly<Record<string, OperationOf<"switch-trigger">["action"]>> = {
  AT_EnableTrig: "enable",
  AT_EnableTrigAll: "enable",
  AT_EnableTrigUser: "enable",
  AT_EnableAlwaysTrig: "enable-always",
  AT_EnableReplicaTrig: "enable-replica",
  AT_DisableTrig: "disable",
  AT_DisableTrigAll: "disable",
  AT_DisableTrigUser: "disable",
};

const ROW_SECURITY: Readonly<Record<string, OperationOf<"row-security">["action"]>> = {
  AT_EnableRowSecurity: "enable",
  AT_DisableRowSecurity: "disable",
  AT_ForceRowSecurity: "force",
  AT_NoForceRowSecurity: "no-force",
};

function table(command: Command): Operation | null {
  const { node, subtype, table: name } = command;
  const trigger = TRIGGERS[subtype];
  // ALL and USER name no trigger.
  if (trigger !== undefined) return { kind: "switch-trigger", table: name, trigger: text(node, "name"), action: trigger };
  const security = ROW_SECURITY[subtype];
  if (security !== undefined) return { kind: "row-security", table: name, action: security };
  return storage(command) ?? partition(command);
}

function storage({ definition, node, subtype, table: name }: Command): Operation | null {
  switch (subtype) {
    case "AT_SetLogged":
    case "AT_SetUnLogged":
      return { kind: "set-logged", table: name, logged: subtype === "AT_SetLogged" };
    case "AT_SetTableSpace":
      return { kind: "set-tablespace", table: name, tablespace: text(node, "name") ?? "" };
    case "AT_SetAccessMethod":
      return { kind: "set-access-method", table: name, method: text(node, "name") };
    case "AT_SetRelOptions":
    case "AT_ResetRelOptions":
      return { kind: "set-table-options", table: name, options: options(definition), reset: subtype === "AT_ResetRelOptions" };
    case "AT_ReplicaIdentity":
      return replicaIdentity(child(definition, "ReplicaIdentityStmt"), name);
    default:
      return null;
  }
}

function partition({ definition, source, start, subtype, table: name }: Command): Operation | null {
  const command = child(definition, "PartitionCmd");
  const other = relation(child(command, "name"));
  switch (subtype) {
    case "AT_AddInherit":
    case "AT_DropInherit":
      return {
        kind: "set-inherit",
        table: name,
        parent: relation(child(definition, "RangeVar")),
        inherit: subtype === "AT_AddInherit",
      };
    case "AT_AttachPartition": {
      const bound = child(command, "bound");
      const written = source.tokens.filter(
        (token) => token.start >= start && (token.word === "FOR" || token.word === "DEFAULT"),
      )[0];
      return {
        kind: "attach-partition",
        table: name,
        partition: other,
        isDefault: flag(bound, "is_default"),
        bound: written === undefined ? "" : source.text.slice(written.start, source.tokens.at(-1)?.end),
      };
    }
    case "AT_DetachPartition":
      return {
        kind: "detach-partition",
        table: name,
        partition: other,
        concurrently: flag(command, "concurrent"),
        finalize: false,
      };
    case "AT_DetachPartitionFinalize":
      return { kind: "detach-partition", table: name, partition: other, concurrently: false, finalize: true };
    default:
      return null;
  }
}

/** pg_class.relreplident. */
const IDENTITIES: Readonly<Record<string, OperationOf<"replica-identity">["identity"]>> = {
  d: "default",
  f: "full",
  n: "nothing",
  i: "index",
};

function replicaIdentity(node: Tree, name: Command["table"]): Operation {
  const identity = IDENTITIES[text(node, "identity_type") ?? ""] ?? "default";
  return { kind: "replica-identity", table: name, identity, index: text(node, "name") };
}

/** Storage parameters by name, `toast.` and the like in front; what has no value reads `true`, as Postgres takes it. */
function options(definition: Tree): Readonly<Record<string, string>> {
  const entries = list(child(definition, "List"), "items").map((item): [string, string] => {
    const element = child(item, "DefElem");
    const space = text(element, "defnamespace");
    return [`${space === null ? "" : `${space}.`}${text(element, "defname") ?? ""}`, optionValue(child(element, "arg"))];
  });
  return Object.fromEntries(entries);
}

function optionValue(argument: Tree): string {
  const integer = as(argument, "Integer");
  if (integer !== null) return String(number(integer, "ival"));
  const float = as(argument, "Float");
  if (float !== null) return text(float, "fval") ?? "";
  const type = as(argument, "TypeName");
  if (type !== null) return stringOf(list(type, "names").at(-1) ?? {});
  return stringOf(argument) || "true";
}
