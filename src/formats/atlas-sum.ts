import { createHash } from "node:crypto";
import type { HistoryProblem, SourceFile } from "../model/migration.js";
import { folderOf, isSql, nameOf } from "./path-parts.js";

/**
 * What is wrong with an `atlas.sum` next to migrations, whichever tool's files they are: Atlas refuses to run then. The
 * file's first line sums up the others; each names a file with the SHA-256 of all names and bytes up to there.
 */
export function atlasSumProblems(files: readonly SourceFile[]): readonly HistoryProblem[] {
  return files.filter(({ path }) => nameOf(path) === "atlas.sum").flatMap((sum) => check(sum, files));
}

function check(sum: SourceFile, files: readonly SourceFile[]): readonly HistoryProblem[] {
  const folder = folderOf(sum.path);
  const refuse = (why: string, file = sum.path): readonly HistoryProblem[] => [
    {
      kind: "checksum-wrong",
      file,
      migration: null,
      message: `Atlas refuses to run: ${why}. Run \`atlas migrate hash\` if that is meant.`,
    },
  ];
  const [head = "", ...lines] = sum.text.replace(/^\uFEFF/u, "").split(/\r?\n/u);
  const entries = lines.filter((line) => line !== "").map((line) => /^(?<name>.+?) ?h1:(?<hash>\S+)$/u.exec(line)?.groups);
  if (!head.startsWith("h1:") || entries.includes(undefined)) return refuse(`${sum.path} is no list of \`<file> h1:<sum>\``);
  const total = createHash("sha256");
  for (const entry of entries) total.update(entry?.["name"] ?? "").update(entry?.["hash"] ?? "");
  if (head.slice("h1:".length) !== total.digest("base64"))
    return refuse(`the first line of ${sum.path} does not match the others (a merge of two changes?)`);

  const path = (name: string) => (folder === "" ? name : `${folder}/${name}`);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const running = createHash("sha256");
  const ignored = files
    .filter((file) => folderOf(file.path) === folder && asksToBeIgnored(file))
    .map((file) => nameOf(file.path));
  for (const entry of entries) {
    const name = entry?.["name"] ?? "";
    const file = byPath.get(path(name));
    // Of a file that asks to be ignored the name goes into the sum, the content does not.
    while (ignored[0] !== undefined && ignored[0] < name) running.update(ignored.shift() ?? "");
    if (file === undefined) return refuse(`atlas.sum lists ${name}, which is not there`);
    running.update(name).update(file.text);
    if (running.copy().digest("base64") !== entry?.["hash"])
      return refuse(`the checksum of ${name} in atlas.sum does not match the file`, file.path);
  }
  const listed = new Set(entries.map((entry) => path(entry?.["name"] ?? "")));
  // Ways back of other tools' layouts are not summed up.
  const unlisted = files.find(
    (file) => isSql(file.path) && folderOf(file.path) === folder && !listed.has(file.path) && !isLeftOut(file),
  );
  return unlisted === undefined ? [] : refuse(`${nameOf(unlisted.path)} is missing from atlas.sum`, unlisted.path);
}

function isLeftOut({ path, text }: SourceFile): boolean {
  return /\.down\.sql$/u.test(path) || /^U\d/u.test(nameOf(path)) || asksToBeIgnored({ path, text });
}

function asksToBeIgnored({ path, text }: SourceFile): boolean {
  return isSql(path) && /^[ -~]*atlas:sum +ignore/u.test(text);
}
