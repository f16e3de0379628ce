import { realpath } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { ReportableError } from "../errors.js";
import type { SourceFile } from "../model/migration.js";
import { type Git, openGit } from "./git.js";
import { type DirectoryContent, kindOfPath, readDirectory, readSource } from "./read-directory.js";

/** The files on disk around a directory, with its git where there is one. */
export interface Checkout {
  /** Absolute: git's root, or the directory itself. Paths of files are relative to it. */
  readonly root: string;
  readonly git: Git | null;
  /** A path as the user wrote it, made relative to the root with `/`. Absolute when it lies outside; empty for the root itself. */
  pathOf(written: string): string;
  kindOf(path: string): Promise<"file" | "folder" | null>;
  read(folder: string, depth?: number): Promise<DirectoryContent>;
  /** @throws ReportableError `repository/unreadable` */
  readFile(path: string): Promise<SourceFile>;
  /** Manifests in the folders above and beside a migrations directory: they tell tools apart that name files alike. */
  around(folder: string): Promise<readonly SourceFile[]>;
}

const MANIFESTS = ["Cargo.toml", "go.mod", "diesel.toml", "tern.conf", "sqitch.plan"];

export async function openCheckout(directory: string): Promise<Checkout> {
  const git = await openGit(directory);
  const real = await realpath(directory);
  const root = git === null ? real : await realpath(git.root);
  const absolute = (path: string) => (isAbsolute(path) ? path : join(root, path));
  const source = (path: string) => readSource(absolute(path));
  return {
    root,
    git,
    pathOf: (written) => {
      const path = relative(root, resolve(real, written));
      return (path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path) ? resolve(real, written) : path)
        .split(sep)
        .join("/");
    },
    kindOf: (path) => kindOfPath(absolute(path)),
    read: async (folder, depth) => {
      if (!isAbsolute(folder)) return readDirectory(root, folder, depth);
      return absolutely(await readDirectory("/", folder.slice(1), depth));
    },
    readFile: async (path) => {
      const content = await source(path);
      if ("text" in content) return { path, text: content.text };
      throw new ReportableError("repository/unreadable", `${path} ${content.why}`, "Check the path and the file.");
    },
    around: async (folder) => {
      const files: SourceFile[] = [];
      for (const path of foldersAbove(folder).flatMap((one) => MANIFESTS.map((name) => (one === "" ? name : `${one}/${name}`)))) {
        if ((await kindOfPath(absolute(path))) !== "file") continue;
        const content = await source(path);
        if ("text" in content) files.push({ path, text: content.text });
      }
      return files;
    },
  };
}

function foldersAbove(folder: string): readonly string[] {
  const parts = folder.split("/").filter((part) => part !== "");
  return folder.startsWith("/") ? [folder] : parts.map((_, index) => parts.slice(0, parts.length - index).join("/")).concat("");
}

function absolutely({ files, problems }: DirectoryContent): DirectoryContent {
  return {
    files: files.map((file) => ({ ...file, path: `/${file.path}` })),
    problems: problems.map((problem) => ({ ...problem, file: `/${problem.file}` })),
  };
}
