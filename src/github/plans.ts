import { CODE_OWNERS_FILES } from "../gate/code-owners.js";
import { planNow } from "../plan.js";
import type { Commits } from "../repository/commits.js";
import { diskRepository } from "../repository/disk-repository.js";
import type { Settings } from "../settings/schema.js";
import { guardedEdits } from "./guarded-edits.js";
import { type PlanOfAll, planOfAll } from "./plan-of-all.js";

/** What git tells about a pull request without anything of it being run. */
export interface Plans {
  /** The plan at a commit, for servers of these versions. @throws ReportableError where it cannot be computed. */
  at(commit: string, majorOf: MajorOf): Promise<PlanOfAll>;
  /** The base's CODEOWNERS; null where there is none. */
  codeOwners(): Promise<string | null>;
  /** Files by which the gate judges that the pull request, whose head is given, edits. @throws ReportableError where git cannot tell. */
  guardedEdits(head: string): Promise<readonly string[]>;
}

/** Major version of the server that the database with this key is judged for. */
export type MajorOf = (key: string) => number;

/** Plans against a base commit. Each commit is laid out once, however many reviews are of it. */
export function plansOn(
  base: string,
  { commits, paths, config }: { readonly commits: Commits; readonly paths: readonly string[]; readonly config: string | null },
  databases: readonly Settings[],
): Plans {
  const known = new Map<string, Promise<PlanOfAll>>();
  const compute = async (commit: string, majorOf: MajorOf) => {
    await using laid = await commits.layOut(await commits.fetch(commit));
    const repository = diskRepository(laid.folder);
    return await planOfAll(databases, (settings) => planNow({ ...settings, base }, paths, repository, majorOf(settings.key)));
  };
  return {
    at: (commit, majorOf) => {
      const name = [commit, ...databases.map(({ key }) => majorOf(key))].join(" ");
      const found = known.get(name) ?? compute(commit, majorOf);
      known.set(name, found);
      return found;
    },
    codeOwners: () => codeOwnersAt(base, commits),
    guardedEdits: async (head) => {
      const commit = await commits.fetch(head);
      const found: string[] = [];
      for (const settings of databases) found.push(...(await guardedEdits({ commits, config, settings }, base, commit)));
      return [...new Set(found)];
    },
  };
}

export async function codeOwnersAt(commit: string, commits: Commits): Promise<string | null> {
  for (const path of CODE_OWNERS_FILES) {
    const text = await commits.textAt(commit, path, "root");
    if (text !== null) return text;
  }
  return null;
}
