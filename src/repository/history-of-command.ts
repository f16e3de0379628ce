import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ReportableError } from "../errors.js";
import type { History, Migration } from "../model/migration.js";
import type { HistoryRequest } from "../world.js";
import type { Checkout } from "./checkout.js";
import { decodeSource } from "./decode-source.js";
import { type Git, openGit } from "./git.js";

/**
 * Files that a command may read, where what it makes of them is known only when it runs: one proposal for each file that
 * the change adds, edits or deletes. The plan's digest is made of them.
 */
export async function historyOfCommand(checkout: Checkout, base: string, request: HistoryRequest): Promise<History> {
  const git = checkout.git ?? (await openGit(checkout.root));
  if (git === null) {
    throw new ReportableError(
      "repository/not-git",
      `${checkout.root} is no git repository, so «${base}» names nothing`,
      "With `command`, the change is what git says it is: run inside the checkout.",
    );
  }
  const tip = await git.resolve(base);
  const folder = request.migrations === undefined ? "" : checkout.pathOf(request.migrations);
  const changed = (await git.changedSince(await git.forkPoint(tip))).flatMap(({ path, from }) =>
    from === null ? [path] : [path, from],
  );
  const paths = [...new Set(changed)].filter((path) => folder === "" || path === folder || path.startsWith(`${folder}/`)).sort();
  const proposed = await Promise.all(paths.map((path) => fileOf(checkout.root, path)));
  const all = (await git.pathsAt(null)).filter((path) => folder === "" || path.startsWith(`${folder}/`));
  return {
    format: "command",
    formatReason: `Run by its own command; ${all.length} files in ${folder || "the repository"} decide what it does.`,
    settled: [await treeAt(git, tip, folder)],
    proposed,
    problems: [],
    prelude: [],
  };
}

/** Empty text for what is gone or is no text: a command may read that as well. */
async function fileOf(root: string, path: string): Promise<Migration> {
  const bytes = await readFile(join(root, path)).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR")) return null;
    throw error;
  });
  const decoded = bytes === null ? { text: "" } : decodeSource(bytes);
  const sha256 = bytes === null ? "deleted" : createHash("sha256").update(bytes).digest("hex");
  return opaque(path, "text" in decoded ? decoded.text : "", sha256);
}

async function treeAt(git: Git, tip: string, folder: string): Promise<Migration> {
  return opaque(folder || ".", "", await git.treeOf(tip, folder));
}

function opaque(file: string, text: string, sha256: string): Migration {
  return {
    id: file,
    version: null,
    up: { file, text, transaction: "statement", psql: false },
    down: null,
    digests: [{ file, sha256 }],
  };
}
