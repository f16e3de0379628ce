import type { RoutineSignature } from "../model/operation.js";

/** Are both one and the same routine to the server, so that one replaces the other? It goes by the types of what is passed. */
export function sameInputs({ inputs: a }: RoutineSignature, { inputs: b }: RoutineSignature): boolean {
  return a.length === b.length && a.every(({ type }, at) => type.name === b[at]?.type.name && type.array === b[at]?.type.array);
}
