import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HistoryProblem, SourceFile } from "../model/migration.js";
import { decodeSource, isSource } from "./decode-source.js";
import { beside } from "./sqitch-project.js";

export interface DirectoryContent {
  /** Sorted by path. */
  readonly files: readonly SourceFile[];
  /** One for each file that could not be read. */
  readonly problems: readonly HistoryProblem[];
}

const SKIPPED = new Set([".git", "node_modules"]);

/**
 * Everything below `root`/`folder` that a migration tool may read, at most `depth` folders down; paths are relative to
 * `root`. A folder that is missing is empty.
 */
export async function readDirectory(root: string, folder: string, depth = Number.POSITIVE_INFINITY): Promise<DirectoryContent> {
  const files: SourceFile[] = [];
  const problems: HistoryProblem[] = [];
  const refuse = (file: string, why: string) =>
    problems.push({ kind: "file-unreadable", file, migration: null, message: `${file} ${why}; it was not judged.` });
  const visit = async (path: string, left: number): Promise<void> => {
    const entries = await entriesOf(join(root, path));
    if (entries === null) refuse(path, "is a folder that cannot be read");
    const names = entries?.map(({ name }) => name) ?? [];
    const conf = names.includes("sqitch.conf") ? await readSource(join(root, path, "sqitch.conf")) : null;
    const isPart = beside(names, conf !== null && "text" in conf ? conf.text : null);
    for (const entry of entries?.filter(({ name }) => isPart(name)) ?? []) {
      const below = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (left > 0 && !SKIPPED.has(entry.name)) await visit(below, left - 1);
      }
      // A link may lead out of the checkout and would not be followed at another revision.
      else if (entry.isSymbolicLink() && isSource(below)) refuse(below, "is a symbolic link, and links are not followed");
      else if (entry.isFile() && isSource(below)) {
        const source = await readSource(join(root, below));
        if ("why" in source) refuse(below, source.why);
        else files.push({ path: below, text: source.text });
      }
    }
  };
  await visit(folder, depth);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, problems };
}

/** One file, or why it cannot be read. */
export async function readSource(path: string): Promise<{ readonly text: string } | { readonly why: string }> {
  try {
    return decodeSource(await readFile(path));
  } catch (error) {
    if (isSystemError(error)) return { why: `cannot be read (${error.code})` };
    throw error;
  }
}

/** What a path is; null when there is nothing. */
export async function kindOfPath(path: string): Promise<"file" | "folder" | null> {
  try {
    return (await lstat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function entriesOf(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    if (isSystemError(error) && (error.code === "EACCES" || error.code === "EPERM")) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
