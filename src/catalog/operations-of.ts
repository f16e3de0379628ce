import type { Operation } from "../model/operation.js";
import type { ReadScript } from "../model/statement.js";

/** What a script does, in order, whatever it stands inside. */
export function operationsOf({ statements }: ReadScript): Operation[] {
  return statements.flatMap(({ operations }) => operations.map(({ operation }) => operation));
}
