import { ReportableError } from "../errors.js";
import type { HistoryProblem, SourceFile } from "../model/migration.js";
import { decodeSource, isSource } from "./decode-source.js";
import type { DirectoryContent } from "./read-directory.js";
import { runGit } from "./run-git.js";
import { besidePlans } from "./sqitch-project.js";

export interface Git {
  /** Absolute path of the working tree's root. */
  readonly root: string;
  /** Full id of the commit that a revision names. @throws ReportableError `repository/unknown-revision` */
  resolve(revision: string): Promise<string>;
  /** The last commit that HEAD and `base` share. @throws ReportableError `repository/unknown-revision` when the clone is too shallow to tell. */
  forkPoint(base: string): Promise<string>;
  /** What a migration tool may read below a folder as it stood at a commit. */
  filesAt(commit: string, folder: string): Promise<DirectoryContent>;
  /** Paths of all files: tracked at a commit, or in the working tree (tracked and new, without what is ignored) when null. */
  pathsAt(commit: string | null): Promise<readonly string[]>;
  /** Id of everything below a folder at a commit; empty where there is no such folder. */
  treeOf(commit: string, folder: string): Promise<string>;
  /** Files that differ between a commit and the working tree, new ones included; a renamed file appears under both names. */
  changedSince(commit: string): Promise<readonly ChangedFile[]>;
}

export interface ChangedFile {
  readonly path: string;
  readonly change: "added" | "modified" | "deleted" | "renamed";
  /** Where it was before, for a renamed one. */
  readonly from: string | null;
}

/** The repository around a directory; null where there is none, or no git. */
export async function openGit(directory: string): Promise<Git | null> {
  const found = await runGit(directory, ["rev-parse", "--show-toplevel"]).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
  if (found === null || (found.status !== 0 && /not a git repository|must be run in a work tree/iu.test(found.complaint)))
    return null;
  if (found.status !== 0) throw unreadable(found.complaint);
  const root = found.output.toString("utf8").replace(/\r?\n$/u, "");
  const git = async (args: readonly string[], input = ""): Promise<Buffer> => {
    const result = await runGit(root, args, input);
    if (result.status !== 0) throw unreadable(result.complaint);
    return result.output;
  };
  return {
    root,
    resolve: (revision) => resolve(root, revision),
    forkPoint: (base) => forkPoint(root, base),
    filesAt: (commit, folder) => filesAt(git, commit, folder),
    pathsAt: async (commit) => {
      const args =
        commit === null
          ? ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
          : ["ls-tree", "-r", "-z", "--name-only", commit];
      return parts(await git(args));
    },
    treeOf: async (commit, folder) => {
      if (folder === "") return (await git(["rev-parse", `${commit}^{tree}`])).toString("utf8").trim();
      return parts(await git(["ls-tree", "-z", "--full-tree", commit, "--", folder])).join(" ");
    },
    changedSince: async (commit) => {
      const tracked = parts(await git(["diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", commit, "--"]));
      const fresh = parts(await git(["ls-files", "-z", "--others", "--exclude-standard"]));
      return [...readChanges(tracked), ...fresh.map((path) => ({ path, change: "added" as const, from: null }))];
    },
  };
}

type RunGit = (args: readonly string[], input?: string) => Promise<Buffer>;

async function resolve(root: string, revision: string): Promise<string> {
  // On a runner a branch usually exists only as the remote's.
  for (const name of revision.startsWith("-") ? [] : [revision, `origin/${revision}`]) {
    const result = await runGit(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
    if (result.status === 0) return result.output.toString("utf8").trim();
  }
  throw new ReportableError(
    "repository/unknown-revision",
    `git knows no revision «${revision}» here`,
    "Check its spelling; on a runner, check out with `fetch-depth: 0` so that the base is there.",
  );
}

async function forkPoint(root: string, base: string): Promise<string> {
  const shared = await runGit(root, ["merge-base", base, "HEAD"]);
  if (shared.status === 0) return shared.output.toString("utf8").trim();
  // A shallow clone hides HEAD's parents from git log, yet the commit itself names them: a pull request's merge commit has its base there.
  const commit = await runGit(root, ["cat-file", "commit", "HEAD"]);
  if (commit.status === 0 && commit.output.toString("utf8").split("\n\n", 1)[0]?.includes(`\nparent ${base}`)) return base;
  throw new ReportableError(
    "repository/unknown-revision",
    `git cannot tell where this change left «${base.slice(0, 12)}»: they share no commit in this clone`,
    "Check out with `fetch-depth: 0`.",
  );
}

/** One listing and one batch, however many files. */
async function filesAt(git: RunGit, commit: string, folder: string): Promise<DirectoryContent> {
  const listed = parts(await git(["ls-tree", "-r", "-z", "--full-tree", commit, ...(folder === "" ? [] : ["--", folder])]));
  const parsed = listed.flatMap((line) => {
    const [mode, type, id, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/su.exec(line)?.slice(1) ?? [];
    return type === "blob" && id !== undefined && path !== undefined && isSource(path)
      ? [{ id, path, link: mode === "120000" }]
      : [];
  });
  const confs = parsed.filter(({ path }) => /(^|\/)sqitch\.conf$/u.test(path));
  const texts = readBatch(await git(["cat-file", "--batch"], confs.map(({ id }) => `${id}\n`).join("")));
  const isPart = besidePlans(
    parsed.map(({ path }) => path),
    new Map(confs.map(({ path }, index) => [path, texts[index]?.toString("utf8") ?? ""])),
  );
  const entries = parsed.filter(({ path }) => isPart(path));
  const blobs = readBatch(await git(["cat-file", "--batch"], entries.map(({ id }) => `${id}\n`).join("")));
  const files: SourceFile[] = [];
  const problems: HistoryProblem[] = [];
  entries.forEach(({ path, link }, index) => {
    const source = link
      ? { why: "is a symbolic link, and links are not followed" }
      : decodeSource(blobs[index] ?? Buffer.alloc(0));
    if ("text" in source) files.push({ path, text: source.text });
    else
      problems.push({
        kind: "file-unreadable",
        file: path,
        migration: null,
        message: `${path} ${source.why}; it was not judged.`,
      });
  });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, problems };
}

/** `<id> <type> <size>`, newline, that many bytes, newline; again and again. */
function readBatch(output: Buffer): readonly Buffer[] {
  const blobs: Buffer[] = [];
  for (let at = 0; at < output.length; ) {
    const newline = output.indexOf(10, at);
    const size = Number(output.toString("utf8", at, newline).split(" ")[2]);
    // `<id> missing`: the clone is partial or damaged.
    if (newline < 0 || !Number.isInteger(size)) throw unreadable(`cat-file: ${output.toString("utf8", at, at + 80)}`);
    blobs.push(output.subarray(newline + 1, newline + 1 + size));
    at = newline + size + 2;
  }
  return blobs;
}

function readChanges(fields: readonly string[]): readonly ChangedFile[] {
  const changes: ChangedFile[] = [];
  for (let i = 0; i < fields.length; ) {
    const [status = "", first = "", second = ""] = fields.slice(i, i + 3);
    const moved = status.startsWith("R") || status.startsWith("C");
    if (moved) changes.push({ path: second, change: status.startsWith("R") ? "renamed" : "added", from: first });
    else changes.push({ path: first, change: status === "A" ? "added" : status === "D" ? "deleted" : "modified", from: null });
    i += moved ? 3 : 2;
  }
  return changes;
}

function parts(output: Buffer): readonly string[] {
  return output
    .toString("utf8")
    .split("\0")
    .filter((part) => part !== "");
}

function unreadable(complaint: string): ReportableError {
  return new ReportableError(
    "repository/unreadable",
    `git says: ${complaint.split("\n")[0] ?? ""}`,
    "Run the same git command by hand; it must work here first.",
  );
}
