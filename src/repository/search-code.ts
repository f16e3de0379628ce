import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ReportableError } from "../errors.js";
import type { CodeSearch } from "../model/code-reference.js";
import type { SourceFile } from "../model/migration.js";
import { decodeSource } from "./decode-source.js";
import type { Git } from "./git.js";
import { runGit } from "./run-git.js";

/** Larger files are data, or made by a program. */
const LARGEST = 1024 * 1024;

/**
 * Text files of the working tree, tracked or new, that hold one of the words; git finds them with all its threads. What
 * others wrote (vendored) and what programs write (locks, bundles) is nobody's code.
 */
export async function searchCode(git: Git, words: readonly string[]): Promise<CodeSearch> {
  const searchable = words.filter((word) => word !== "" && !/[\r\n\0]/u.test(word));
  if (searchable.length === 0) return { files: [], unseen: [] };
  const args = ["grep", "-l", "-z", "-I", "-F", "--untracked", "--no-color", "--full-name", "-f", "-"];
  const found = await runGit(git.root, args, `${searchable.join("\n")}\n`);
  // git grep ends with 1 where no line matches.
  if (found.status > 1 || found.status < 0) {
    throw new ReportableError("repository/unreadable", `git cannot search here: ${found.complaint}`, "Mend the repository.");
  }
  const paths = found.output.toString("utf8").split("\0");
  const files: SourceFile[] = [];
  const unread: string[] = [];
  for (const path of paths.filter((each) => each !== "" && !NOT_CODE.test(each)).toSorted()) {
    const file = join(git.root, path);
    const { size } = await lstat(file);
    if (size > LARGEST) {
      unread.push(path);
      continue;
    }
    const source = decodeSource(await readFile(file));
    if ("text" in source) files.push({ path, text: source.text });
    else unread.push(path);
  }
  return { files, unseen: unread.length === 0 ? [] : [tellUnread(unread)] };
}

const NOT_CODE = new RegExp(
  [
    String.raw`(^|/)(node_modules|vendor|third_party|dist|build|target|coverage|\.yarn|\.next|__generated__)/`,
    String.raw`(^|/)(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock|[^/]*\.lock|go\.sum)$`,
    String.raw`\.(min\.(js|css)|map|svg|snap|csv|tsv|ipynb|log|patch|diff)$`,
  ].join("|"),
  "iu",
);

function tellUnread(paths: readonly string[]): CodeSearch["unseen"][number] {
  const [first = ""] = paths;
  const what = paths.length === 1 ? first : `${first} and ${paths.length - 1} more files`;
  return { what, why: "larger than 1 MB, or no UTF-8: not searched for names that this change drops or renames" };
}
