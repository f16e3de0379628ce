import { lstat, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ReportableError } from "../errors.js";
import type { Workspace } from "../world.js";
import type { Checkout } from "./checkout.js";
import { openCommits } from "./commits.js";

/** Installed beside the files and not in git: what a command at the base needs as much as at the head. */
const INSTALLED = ["node_modules", ".venv", "venv", "vendor/bundle", "deps", "_build"];

/** The working tree at `directory`, or the same directory at the commit where the change left `base`. */
export async function openWorkspace(checkout: Checkout, directory: string, base: string | null): Promise<Workspace> {
  if (base === null) return { folder: directory, [Symbol.asyncDispose]: () => Promise.resolve() };
  const { git, root } = checkout;
  if (git === null) {
    throw new ReportableError(
      "repository/not-git",
      `${root} is no git repository, so «${base}» names nothing`,
      "Give `command.base`.",
    );
  }
  const laidOut = await openCommits(root).layOut(await git.forkPoint(await git.resolve(base)));
  try {
    const path = checkout.pathOf(directory);
    await lendInstalled(root, laidOut.folder, path);
    return { folder: join(laidOut.folder, path), [Symbol.asyncDispose]: () => laidOut[Symbol.asyncDispose]() };
  } catch (error) {
    await laidOut[Symbol.asyncDispose]();
    throw error;
  }
}

async function lendInstalled(root: string, folder: string, path: string): Promise<void> {
  const parts = path.split("/").filter((part) => part !== "");
  for (let depth = 0; depth <= parts.length; depth++) {
    for (const name of INSTALLED) {
      const below = join(...parts.slice(0, depth), name);
      if (!(await exists(join(root, below))) || (await exists(join(folder, below)))) continue;
      await mkdir(dirname(join(folder, below)), { recursive: true });
      await symlink(join(root, below), join(folder, below));
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return false;
    throw error;
  }
}
