import type { ClaimText } from "../model/phase.js";
import type { Git } from "./git.js";
import { runGit } from "./run-git.js";

/** More are no description of a change that anyone reads. */
const MOST = 100;

/** Messages of the commits that the change adds to a base, newest first; none where the clone does not tell them. */
export async function commitMessages(git: Git, base: string): Promise<readonly ClaimText[]> {
  const tip = await git.resolve(base);
  const args = ["log", `-${MOST}`, "--no-merges", "-z", "--format=%h%n%B", `${tip}..HEAD`];
  const { status, output } = await runGit(git.root, args);
  if (status !== 0) return [];
  const commits = output.toString("utf8").split("\0");
  return commits.flatMap((each) => {
    const [id = "", ...lines] = each.trim().split("\n");
    return id === "" ? [] : [{ source: `the message of commit ${id}`, text: lines.join("\n") }];
  });
}
