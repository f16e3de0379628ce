import type { Statement } from "../model/statement.js";

/**
 * A block that commits in a loop never holds all it changed at once. Only where its text was read to the end, so that each
 * of its changes has been judged by itself.
 */
export function commitsBetween({ operations }: Statement): boolean {
  const isRead = operations.every(({ operation }) => operation.kind !== "do-block" || operation.dynamic.length === 0);
  return isRead && operations.some(({ operation }) => operation.kind === "transaction" && operation.repeated === true);
}
