import { ReportableError } from "../errors.js";
import { assembleHistory } from "../formats/assemble-history.js";
import { commandAdvice } from "../formats/command-advice.js";
import { detectFormat, formatById } from "../formats/index.js";
import { overlookedMigrations } from "../formats/migrations-folder.js";
import { toolByCommand } from "../formats/tool-by-command.js";
import type { History, SourceFile } from "../model/migration.js";
import type { HistoryRequest } from "../world.js";
import type { Checkout } from "./checkout.js";
import { findMigrations } from "./find-migrations.js";
import { formatAsked, formatOptions } from "./format-asked.js";
import type { Git } from "./git.js";
import { mergeFiles } from "./merge-files.js";

/** What the working tree changes against a base revision, judged on what merging would leave. */
export async function historyOfChange(checkout: Checkout, base: string, request: HistoryRequest): Promise<History> {
  const { git } = checkout;
  if (git === null) {
    throw new ReportableError(
      "repository/not-git",
      `${checkout.root} is no git repository, so «${base}» names nothing`,
      "Give the migration files themselves.",
    );
  }
  const tip = await git.resolve(base);
  const fork = await git.forkPoint(tip);
  const { folder, overlooked } = await folderOfChange(checkout, git, fork, request);

  const head = await checkout.read(folder);
  const theirs = await git.filesAt(tip, folder);
  const before = fork === tip ? theirs : await git.filesAt(fork, folder);
  const merged = mergeFiles(before.files, theirs.files, head.files);
  if (merged.length === 0 && head.problems.length === 0) {
    const tool = toolByCommand(await git.pathsAt(null));
    throw new ReportableError(
      "repository/unreadable",
      `${folder || "."} holds no migrations, here or at ${base}`,
      tool === null ? "Check `migrations`." : commandAdvice(tool),
    );
  }
  const { format, reason } = await formatOf(checkout, folder, merged, request);
  const options = formatOptions(request, folder);
  const history = assembleHistory({ format, formatReason: reason, base: theirs.files, head: merged, given: null, options });
  return { ...history, problems: [...head.problems, ...history.problems, ...overlooked] };
}

/** Where the history lies, and what changed beside it that may have been meant too. */
async function folderOfChange(checkout: Checkout, git: Git, fork: string, request: HistoryRequest) {
  if (request.migrations !== undefined) return { folder: checkout.pathOf(request.migrations), overlooked: [] };
  const paths = [...new Set([...(await git.pathsAt(null)), ...(await git.pathsAt(fork))])];
  const changed = await git.changedSince(fork);
  const touched = changed.flatMap(({ path, from }) => (from === null ? [path] : [path, from]));
  const { folder } = await findMigrations(paths, touched, async (candidate) => {
    const head = await checkout.read(candidate);
    const files = head.files.length > 0 ? head.files : (await git.filesAt(fork, candidate)).files;
    return { files, around: await checkout.around(candidate) };
  });
  const present = changed.filter(({ change }) => change !== "deleted").map(({ path }) => path);
  const isTouched = touched.some((path) => folder === "" || path.startsWith(`${folder}/`));
  const overlooked = overlookedMigrations(present, folder).map((path) => ({
    // Where nothing else was judged either, silence would read as approval.
    kind: !isTouched && /(^|\/)migrations?\//iu.test(path) ? ("file-unreadable" as const) : ("file-ignored" as const),
    file: path,
    migration: null,
    message: isTouched
      ? `${path} changed, but lies outside of ${folder || "the root"}, whose history was judged; it was not looked at.`
      : `${path} changed, but lies outside of ${folder || "the root"}, the likeliest history here, which the change leaves alone: it was not looked at. Name its directory with \`--migrations <dir>\`.`,
  }));
  return { folder, overlooked };
}

async function formatOf(checkout: Checkout, folder: string, files: readonly SourceFile[], request: HistoryRequest) {
  return (
    formatAsked(request) ??
    detectFormat(files, await checkout.around(folder)) ?? {
      format: formatById("plain"),
      reason: "Read as plain SQL files because nothing speaks for a tool.",
    }
  );
}
