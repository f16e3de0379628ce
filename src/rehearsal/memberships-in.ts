import type { RoleRights } from "../model/catalog.js";
import type { RunnableScript } from "../model/statement.js";
import { foldedName } from "../postgres/folded-name.js";

const MEMBERSHIP =
  /^(grant|revoke) (?:(?:admin|inherit|set) option for )?([\w ,"$]+?) (?:to|from) ([\w ,"$]+?)(?: with .*| granted by .*)? ?;?$/isu;

/** Who is a member of whom, as `role admin` → members, by statements that are not sent: roles belong to the server. */
export function membershipsIn(scripts: readonly RunnableScript[]): ReadonlyMap<string, RoleRights> {
  const groups = new Map<string, Map<string, ReadonlySet<string>>>();
  for (const { statements } of scripts) {
    for (const { text } of statements) {
      const words = text
        .replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/gu, " ")
        .replace(/\s+/gu, " ")
        .trim();
      const [, verb, of = "", to = ""] = /\son\s/iu.test(words) ? [] : (MEMBERSHIP.exec(words) ?? []);
      if (verb === undefined) continue;
      for (const group of named(of)) {
        const members = groups.get(`role ${group}`) ?? new Map<string, ReadonlySet<string>>();
        for (const member of named(to)) {
          if (verb.toLowerCase() === "grant") members.set(member, new Set(["member"]));
          else members.delete(member);
        }
        groups.set(`role ${group}`, members);
      }
    }
  }
  return groups;
}

function named(list: string): readonly string[] {
  return list.split(",").map((part) => foldedName(part.trim()));
}
