import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder near this module that holds a file of the given name: where a bundle was built, its parsers' files
 * stand beside it or in `assets/`. Null when running from sources, where packages find their own files.
 */
export function assetFolder(file: string): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [here, join(here, "assets"), join(here, "..", "assets")];
  return candidates.find((folder) => existsSync(join(folder, file))) ?? null;
}
