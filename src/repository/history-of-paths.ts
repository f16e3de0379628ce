import { ReportableError } from "../errors.js";
import { assembleHistory } from "../formats/assemble-history.js";
import type { Format } from "../formats/format.js";
import { detectFormat, formatById } from "../formats/index.js";
import { looksNumbered, migrationsFolderOf } from "../formats/migrations-folder.js";
import { numberAbove, numberedFolders } from "../formats/numbered-folders.js";
import { folderOf, isSql } from "../formats/path-parts.js";
import type { History, HistoryProblem, SourceFile } from "../model/migration.js";
import type { HistoryRequest } from "../world.js";
import type { Checkout } from "./checkout.js";
import { formatAsked, formatOptions } from "./format-asked.js";
import { markedFolder } from "./marked-folder.js";

/** What a history was read from: the files and how. */
interface Layout {
  readonly format: Format;
  readonly reason: string;
  readonly files: readonly SourceFile[];
  readonly problems: readonly HistoryProblem[];
}

/** Files and folders named by the user are the change; what lies before them in the same history is settled. */
export async function historyOfPaths(checkout: Checkout, request: HistoryRequest): Promise<History> {
  const given = request.paths.map((path) => checkout.pathOf(path));
  for (const [index, path] of given.entries()) {
    if ((await checkout.kindOf(path)) !== null) continue;
    throw new ReportableError(
      "repository/unreadable",
      `there is no file or folder ${request.paths[index]}`,
      "Check the path; it is taken from the current directory.",
    );
  }
  const layout = (await layoutAround(checkout, given, request)) ?? (await looseFiles(checkout, given));
  const options = formatOptions(request, request.migrations === undefined ? undefined : checkout.pathOf(request.migrations));
  const history = assembleHistory({
    format: layout.format,
    formatReason: layout.reason,
    base: null,
    head: layout.files,
    given,
    options,
  });
  if (
    history.proposed.length === 0 &&
    !history.problems.concat(layout.problems).some(({ kind }) => kind === "file-unreadable" || kind === "checksum-wrong")
  ) {
    throw new ReportableError(
      "arguments/invalid",
      `no migration among ${request.paths.join(", ")} (${layout.reason})`,
      "Give SQL files, or the directory that holds them.",
    );
  }
  return { ...history, problems: [...layout.problems, ...history.problems, ...unread(given, history, layout)] };
}

/** The history that all given paths belong to; null where they belong to none that can be recognized. */
async function layoutAround(checkout: Checkout, given: readonly string[], request: HistoryRequest): Promise<Layout | null> {
  if (request.format === "single-file") return null;
  const marked = request.migrations === undefined ? await sharedMark(checkout, given) : checkout.pathOf(request.migrations);
  const folder = marked ?? (await sharedFolder(checkout, given));
  if (folder === null) return null;
  const certain = marked !== null || (await Promise.all(given.map(checkout.kindOf))).includes("folder");
  // Around a lone file may lie anything, a home directory even: look only where its name asks for it, and not far.
  if (!certain && formatAsked(request) === null && !given.some(looksNumbered)) return null;
  const { files, problems } = await checkout.read(folder, certain ? undefined : 2);
  const asked = formatAsked(request);
  if (asked !== null) return { ...asked, files, problems };
  const detected = detectFormat(files, await checkout.around(folder));
  if (detected === null) return null;
  // Files that lie beside others make no history yet: a number on the file and on a neighbor does.
  const numbered = detected.format.read(files, { placeholders: {} }).migrations.filter(({ version }) => version !== null);
  const belongs = numbered.length > 1 && numbered.some(({ digests }) => digests.some(({ file }) => given.includes(file)));
  if (!certain && !belongs && detected.weight < 0.7) return null;
  return { format: detected.format, reason: detected.reason, files, problems };
}

/** The one folder that a plan, a manifest or a changelog makes the history of all given paths. */
async function sharedMark(checkout: Checkout, given: readonly string[]): Promise<string | null> {
  const marks = new Set<string | null>();
  const markersIn = new Map<string, readonly string[]>();
  for (const path of given) marks.add(await markedFolder(checkout, path, markersIn));
  const [mark = null, ...others] = marks;
  return others.length > 0 ? null : mark;
}

async function sharedFolder(checkout: Checkout, given: readonly string[]): Promise<string | null> {
  const folders = new Set<string>();
  for (const path of given) {
    if ((await checkout.kindOf(path)) === "file")
      folders.add((await folderOfNumbers(checkout, path)) ?? migrationsFolderOf(path));
    else {
      const below = (await checkout.read(path)).files
        .filter((file) => isSql(file.path))
        .map((file) => migrationsFolderOf(file.path));
      const [only = path, ...others] = new Set(below);
      // A folder of one migration (`<name>/up.sql`) belongs to the history around it.
      folders.add(others.length === 0 ? only : path);
    }
  }
  const [folder, ...others] = folders;
  return folder === undefined || others.length > 0 ? null : folder;
}

/** The folder above, where the file's own is a number among others. */
async function folderOfNumbers(checkout: Checkout, path: string): Promise<string | null> {
  const root = folderOf(folderOf(path));
  if (root === "" || numberAbove(path) === null || !looksNumbered(path)) return null;
  const { files } = await checkout.read(root, 1);
  return numberedFolders(files.map((file) => file.path)).includes(root) ? root : null;
}

async function looseFiles(checkout: Checkout, given: readonly string[]): Promise<Layout> {
  const files: SourceFile[] = [];
  const problems: HistoryProblem[] = [];
  for (const path of given) {
    if ((await checkout.kindOf(path)) === "file") files.push(await checkout.readFile(path));
    else {
      const below = await checkout.read(path);
      files.push(...below.files);
      problems.push(...below.problems);
    }
  }
  const reason = "Read as single files because they belong to no history that could be recognized.";
  return { format: formatById("single-file"), reason, files, problems };
}

/** Given files that turned out to be part of nothing. */
function unread(given: readonly string[], history: History, layout: Layout): readonly HistoryProblem[] {
  const seen = withFolders([
    ...[...history.settled, ...history.proposed].flatMap(({ digests }) => digests.map(({ file }) => file)),
    ...[...history.problems, ...layout.problems].map(({ file }) => file),
  ]);
  return given
    .filter((path) => (path === "" ? seen.size === 0 : !seen.has(path)))
    .map((path) => ({
      kind: "file-ignored",
      file: path,
      migration: null,
      message: `${path} is no migration of ${layout.format.title}; it was not judged.`,
    }));
}

/** The paths, and every folder that they lie in. */
function withFolders(paths: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const path of paths) {
    all.add(path);
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) all.add(path.slice(0, end));
  }
  return all;
}
