import type { Table } from "../../model/catalog.js";

/** Known with its policies, of which this is none. */
export function lacksPolicy(table: Table | undefined, policy: string): boolean {
  return table?.policies !== undefined && table.policies.length > 0 && !table.policies.some(({ name }) => name === policy);
}
