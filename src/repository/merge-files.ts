import type { SourceFile } from "../model/migration.js";

/**
 * What merging would leave: the base's newest files with this change applied. A file that the change leaves alone is
 * the base's, so a base that moved on is neither undone nor overlooked; where both changed it, the change wins.
 */
export function mergeFiles(
  fork: readonly SourceFile[],
  base: readonly SourceFile[],
  head: readonly SourceFile[],
): readonly SourceFile[] {
  const [before, theirs, ours] = [byPath(fork), byPath(base), byPath(head)];
  const merged: SourceFile[] = [];
  for (const path of [...new Set([...theirs.keys(), ...ours.keys()])].sort()) {
    const untouched = bare(before.get(path)) === bare(ours.get(path));
    const file = untouched ? theirs.get(path) : ours.get(path);
    if (file !== undefined) merged.push(file);
  }
  return merged;
}

function byPath(files: readonly SourceFile[]): ReadonlyMap<string, SourceFile> {
  return new Map(files.map((file) => [file.path, file]));
}

/** Line ends depend on the checkout. */
function bare(file: SourceFile | undefined): string | undefined {
  return file?.text.replaceAll("\r\n", "\n");
}
