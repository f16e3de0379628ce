import type { Finding } from "../../model/finding.js";

/** Tells findings of one run apart: equal statements have equal ids. */
export function keyOfFinding({ id, migration, direction, statement }: Finding): string {
  return `${id} ${migration} ${direction} ${statement}`;
}
