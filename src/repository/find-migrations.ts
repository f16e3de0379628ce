import { ReportableError } from "../errors.js";
import { commandAdvice } from "../formats/command-advice.js";
import { type Detected, detectFormat } from "../formats/index.js";
import { migrationsFolderOf, migrationsFolders } from "../formats/migrations-folder.js";
import { rootedFolders } from "../formats/rooted-folders.js";
import { toolByCommand } from "../formats/tool-by-command.js";
import { unsupportedTool } from "../formats/unsupported-tool.js";
import type { SourceFile } from "../model/migration.js";

export interface FoundMigrations extends Detected {
  readonly folder: string;
}

/**
 * The directory whose history is judged, where the user names none: of all that look like one, those that the change
 * touches, else the likeliest.
 * @throws ReportableError `arguments/invalid` when there is none, or when the change touches several.
 */
export async function findMigrations(
  paths: readonly string[],
  changed: readonly string[],
  read: (folder: string) => Promise<{ readonly files: readonly SourceFile[]; readonly around: readonly SourceFile[] }>,
): Promise<FoundMigrations> {
  const roots = rootedFolders(paths);
  const tool = toolByCommand(paths);
  const ofTool = changed.filter((path) => tool?.migrations.includes(path) === true);
  const touched = new Set(changed.map((path) => migrationsFolderOf(path, roots)));
  const found: FoundMigrations[] = [];
  for (const folder of migrationsFolders(paths)) {
    const { files, around } = await read(folder);
    const isOfTool = tool?.migrations.some((path) => migrationsFolderOf(path, roots) === folder) === true;
    if ((isOfTool || !touched.has(folder)) && unsupportedTool(files) !== null) continue;
    const detected = detectFormat(files, around);
    if (detected !== null) found.push({ ...detected, folder });
  }
  const candidates = found.filter(({ folder }) => touched.has(folder));
  // Files of SQL that the change leaves alone say nothing about a change that is a program.
  if (tool !== null && candidates.length === 0 && (ofTool.length > 0 || found.length === 0)) {
    const what = ofTool[0] ?? tool.migrations[0] ?? tool.sign;
    throw new ReportableError(
      "arguments/invalid",
      `${what} is a migration of ${tool.title}, which is no SQL`,
      commandAdvice(tool),
    );
  }
  const best = (candidates.length > 0 ? candidates : found).toSorted(byLikelihood)[0];
  if (best === undefined) {
    const hint = "Name it with `--migrations <dir>`, or give the files themselves.";
    throw new ReportableError("arguments/invalid", "no directory here looks like one that a migration tool keeps", hint);
  }
  if (candidates.length > 1) {
    const names = candidates.map(({ folder, format }) => `${folder || "."} (${format.title})`).join(", ");
    throw new ReportableError(
      "arguments/invalid",
      `this change touches several histories: ${names}`,
      "Judge them one by one with `--migrations <dir>`.",
    );
  }
  return best;
}

function byLikelihood(left: FoundMigrations, right: FoundMigrations): number {
  const named = (one: FoundMigrations) => (/migrat/iu.test(one.folder) ? 1 : 0);
  return (
    named(right) - named(left) || right.weight - left.weight || left.folder.split("/").length - right.folder.split("/").length
  );
}
