import type { Catalog } from "../model/catalog.js";

/** Roles that the role is a member of, through others as well. */
export function groupsOf(role: string, { grants }: Catalog): readonly string[] {
  const found = [role];
  for (const member of found) {
    for (const [key, members] of grants ?? []) {
      const group = key.startsWith("role ") && members.has(member) ? key.slice("role ".length) : null;
      if (group !== null && !found.includes(group)) found.push(group);
    }
  }
  return found.slice(1);
}
