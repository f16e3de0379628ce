import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReportableError } from "../errors.js";
import { runGit } from "./run-git.js";

/** Commits of a clone that need not be checked out: fetched, looked into, laid out in a folder of their own. */
export interface Commits {
  /** The commit that is checked out. */
  head(): Promise<string>;
  /** Ids of a commit's parents as the commit names them, whether or not the clone is deep enough to hold them. */
  parentsOf(commit: string): Promise<readonly string[]>;
  /** Fetches a branch or a commit from `origin`. Returns the commit's id. @throws ReportableError `repository/unknown-revision` */
  fetch(name: string): Promise<string>;
  /** Text of a file at a commit, or null when there is none. Paths are from here, or from the repository's root. */
  textAt(commit: string, path: string, from?: "here" | "root"): Promise<string | null>;
  /** Paths, from the repository's root, that differ at a commit from where it left `base`; a renamed file has two. */
  changed(base: string, commit: string): Promise<readonly string[]>;
  /** The commit's files as a folder with git, as data: no hook runs. Without `links`, symbolic ones become files that hold their target. Gone when disposed. */
  layOut(commit: string, how?: { readonly links: boolean }): Promise<AsyncDisposable & { readonly folder: string }>;
}

/** Hooks of the clone would run beside files of a stranger; LFS would download for nothing. */
const QUIET = [
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "filter.lfs.smudge=",
  "-c",
  "filter.lfs.process=",
  "-c",
  "filter.lfs.required=false",
];

export function openCommits(directory: string): Commits {
  const git = async (args: readonly string[]): Promise<string> => {
    const { status, output, complaint } = await runGit(directory, args);
    if (status !== 0) throw notThere(args.join(" "), complaint);
    return output.toString("utf8");
  };
  // A directory below the root stays the one that paths are written against.
  const prefix = async () => (await git(["rev-parse", "--show-prefix"])).replace(/\r?\n$/u, "");
  return {
    head: async () => (await git(["rev-parse", "--verify", "HEAD^{commit}"])).trim(),
    parentsOf: async (commit) => {
      const [header = ""] = (await git(["cat-file", "commit", commit])).split("\n\n", 1);
      return [...header.matchAll(/^parent ([0-9a-f]+)$/gmu)].map(([, id = ""]) => id);
    },
    fetch: async (name) => {
      if (/[\s:*?[\\^~]/u.test(name)) throw notThere(name, "no such name can exist");
      if (/^[0-9a-f]{40}$/u.test(name) && (await runGit(directory, ["cat-file", "-e", `${name}^{commit}`])).status === 0)
        return name;
      const deepen = (await git(["rev-parse", "--is-shallow-repository"])).trim() === "true" ? ["--unshallow"] : [];
      const source = /^[0-9a-f]{40}$/u.test(name) ? name : `refs/heads/${name}`;
      await git(["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...deepen, "origin", source]);
      return (await git(["rev-parse", "--verify", "FETCH_HEAD^{commit}"])).trim();
    },
    textAt: async (commit, path, from = "here") => {
      const full = from === "root" ? path : (await prefix()) + path;
      const listed = await git(["ls-tree", "-z", "--full-tree", commit, "--", full]);
      const [, type, id] = /^\d+ (\w+) ([0-9a-f]+)\t/u.exec(listed) ?? [];
      return type === "blob" && id !== undefined ? git(["cat-file", "blob", id]) : null;
    },
    changed: async (base, commit) => {
      const listed = await git(["diff", "--name-only", "-z", "--no-renames", "--no-relative", `${base}...${commit}`]);
      return listed.split("\0").filter((path) => path !== "");
    },
    layOut: async (commit, how = { links: true }) => {
      const unlinked = how.links ? [] : ["-c", "core.symlinks=false"];
      const parent = await mkdtemp(join(tmpdir(), "migration-gate-commit-"));
      const folder = join(parent, "files");
      const clear = async () => {
        await runGit(directory, ["worktree", "remove", "--force", folder]);
        await rm(parent, { recursive: true, force: true });
        await runGit(directory, ["worktree", "prune"]);
      };
      try {
        await git([...QUIET, ...unlinked, "worktree", "add", "--quiet", "--detach", folder, commit]);
      } catch (error) {
        await clear();
        throw error;
      }
      return { folder: join(folder, await prefix()), [Symbol.asyncDispose]: clear };
    },
  };
}

function notThere(what: string, complaint: string): ReportableError {
  return new ReportableError(
    "repository/unknown-revision",
    `git cannot give «${what}»: ${complaint.split("\n").at(-1) ?? ""}`,
    "Check out with `fetch-depth: 0` and let the checkout keep its credentials, so that the gate can fetch the pull request's commits.",
  );
}
