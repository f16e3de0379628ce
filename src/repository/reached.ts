import type { Reached } from "../model/phase.js";
import type { Git } from "./git.js";
import { runGit } from "./run-git.js";

/**
 * When files came to a branch: the committer's date of the commit on its first-parent line that added each, which is the
 * merge where it was merged. A clone that ends earlier knows a bound only; files that the branch lacks are left out.
 */
export async function reachedBranch(git: Git, branch: string, files: readonly string[]): Promise<ReadonlyMap<string, Reached>> {
  const tip = await git.resolve(branch);
  const shallow = await runGit(git.root, ["rev-parse", "--is-shallow-repository"]);
  const isShallow = shallow.output.toString("utf8").trim() !== "false";
  const found = new Map<string, Reached>();
  for (const file of new Set(files)) {
    const args = ["log", "-1", "--first-parent", "-m", "--diff-filter=A", "--no-renames", "--format=%cI %P", tip, "--", file];
    const { status, output } = await runGit(git.root, args);
    const [at = "", parent = ""] = output.toString("utf8").trim().split("\n", 1)[0]?.split(" ") ?? [];
    if (status !== 0 || at === "") continue;
    // Where a shallow clone ends, a commit has no parent and seems to add every file.
    found.set(file, { at: new Date(at).toISOString(), exact: !isShallow || parent !== "" });
  }
  return found;
}
