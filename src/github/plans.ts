import { CODE_OWNERS_FILES } from "../gate/code-owners.js";
import { type Plan, planNow } from "../plan.js";
import type { Commits } from "../repository/commits.js";
import { diskRepository } from "../repository/disk-repository.js";
import type { Settings } from "../settings/schema.js";
import { guardedEdits } from "./guarded-edits.js";

/** What git tells about a pull request without anything of it being run. */
export interface Plans {
  /** The plan at a commit. @throws ReportableError where it cannot be computed. */
  at(commit: string, major: number): Promise<Plan>;
  /** The base's CODEOWNERS; null where there is none. */
  codeOwners(): Promise<string | null>;
  /** Files by which the gate judges that the pull request, whose head is given, edits. @throws ReportableError where git cannot tell. */
  guardedEdits(head: string): Promise<readonly string[]>;
}

/** Plans against a base commit. Each commit is laid out once, however many reviews are of it. */
export function plansOn(
  base: string,
  { commits, paths, config }: { readonly commits: Commits; readonly paths: readonly string[]; readonly config: string | null },
  settings: Settings,
): Plans {
  const known = new Map<string, Promise<Plan>>();
  const compute = async (commit: string, major: number): Promise<Plan> => {
    await using laid = await commits.layOut(await commits.fetch(commit));
    return await planNow({ ...settings, base }, paths, diskRepository(laid.folder), major);
  };
  return {
    at: (commit, major) => {
      const found = known.get(`${commit} ${major}`) ?? compute(commit, major);
      known.set(`${commit} ${major}`, found);
      return found;
    },
    codeOwners: () => codeOwnersAt(base, commits),
    guardedEdits: async (head) => guardedEdits({ commits, config, settings }, base, await commits.fetch(head)),
  };
}

export async function codeOwnersAt(commit: string, commits: Commits): Promise<string | null> {
  for (const path of CODE_OWNERS_FILES) {
    const text = await commits.textAt(commit, path, "root");
    if (text !== null) return text;
  }
  return null;
}
