import type { OperationOf } from "../../model/operation.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import type { Missing } from "./missing.js";
import { lacksPolicy } from "./missing-policy.js";
import { missingRelation } from "./missing-relation.js";

/** Tables of a publication, the publication that is changed, and the policy. */
export function* namedByObject(operation: OperationOf<"alter-object" | "create-object">, moment: Moment): Iterable<Missing> {
  const { object, name } = operation;
  for (const table of operation.publishes?.tables ?? []) yield* missingRelation(table, moment);
  if (operation.kind === "create-object") return;
  const { publications } = moment.catalog;
  if (object === "publication" && publications !== undefined && !publications.has(name.name))
    yield { table: null, words: `The publication ${sqlText.identifier(name.name)}` };
  if (object !== "policy") return;
  const [, quoted, plain = ""] = /\bpolicy\s+(?:"([^"]+)"|([\w$]+))\s+on\b/iu.exec(moment.statement.text) ?? [];
  const policy = quoted ?? plain.toLowerCase();
  if (policy !== "" && lacksPolicy(moment.table(name), policy))
    yield { table: name, words: `The policy ${sqlText.identifier(policy)} of ${sqlText.name(name)}` };
}
