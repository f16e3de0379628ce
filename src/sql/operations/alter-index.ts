import type { Operation } from "../../model/operation.js";
import type { Command } from "./alter-column.js";

/** ALTER INDEX. */
export function alterIndex({ subtype, table: index }: Command): Operation {
  switch (subtype) {
    case "AT_AttachPartition":
      return { kind: "alter-index", index, action: "attach-partition" };
    case "AT_SetRelOptions":
    case "AT_ResetRelOptions":
      return { kind: "alter-index", index, action: "set-options" };
    case "AT_SetTableSpace":
      return { kind: "alter-index", index, action: "set-tablespace" };
    default:
      return { kind: "alter-index", index, action: "other" };
  }
}
