import type { Migration } from "../model/migration.js";

/** Is a migration meant by one of these: `0007_*`, its id, or the path of its file, where `*` is any text? */
export function isNamedMigration(
  { id, up }: { readonly id: string; readonly up: Pick<Migration["up"], "file"> },
  patterns: readonly string[],
) {
  return patterns.some((pattern) => {
    const source = pattern.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/gu, "\\$&"));
    const meant = new RegExp(`^(?:.*/)?${source.join(".*")}$`, "su");
    return meant.test(id) || meant.test(up.file);
  });
}
