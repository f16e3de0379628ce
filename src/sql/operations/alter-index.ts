import type { Operation } from "../../model/operation.js";
import { child, relation } from "../tree.js";
import type { Command } from "./alter-column.js";

/** ALTER INDEX. */
export function alterIndex({ definition, subtype, table: index }: Command): Operation {
  switch (subtype) {
    case "AT_AttachPartition":
      return {
        kind: "alter-index",
        index,
        action: "attach-partition",
        partition: relation(child(child(definition, "PartitionCmd"), "name")),
      };
    case "AT_SetRelOptions":
    case "AT_ResetRelOptions":
      return { kind: "alter-index", index, action: "set-options" };
    case "AT_SetTableSpace":
      return { kind: "alter-index", index, action: "set-tablespace" };
    default:
      return { kind: "alter-index", index, action: "other" };
  }
}
