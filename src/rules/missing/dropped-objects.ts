import type { Operation } from "../../model/operation.js";
import { isNowhere, isOwnSchema } from "../known-names.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import type { Missing } from "./missing.js";
import { lacksPolicy } from "./missing-policy.js";

export function* objectsIn(operation: Extract<Operation, { kind: "drop-object" }>, moment: Moment): Iterable<Missing> {
  const { object, names, on } = operation;
  for (const name of names) {
    if ((object === "view" || object === "materialized view" || object === "sequence") && isNowhere(name, moment))
      yield { table: name, words: `The ${object} ${sqlText.name(name)}` };
    if (object === "policy" && on !== null && lacksPolicy(moment.table(on), name.name))
      yield { table: on, words: `The policy ${sqlText.identifier(name.name)} of ${sqlText.name(on)}` };
    if (object === "trigger" && on !== null) {
      const table = moment.table(on);
      if (table === undefined ? isNowhere(on, moment) : !table.triggers.some((trigger) => trigger.name === name.name))
        yield { table: on, words: `The trigger ${sqlText.identifier(name.name)} of ${sqlText.name(on)}` };
    }
    if ((object === "type" || object === "domain" || object === "enum") && isOwnSchema(name.schema, moment)) {
      if (moment.type(name) === undefined && isNowhere(name, moment))
        yield { table: name, words: `The type ${sqlText.name(name)}` };
    }
  }
}
