import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Every text below a folder, by its path. */
export function fixturesBelow(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).split(sep).join("/"), text: readFileSync(path, "utf8") }))
    .filter(({ text }) => text.length < 40_000)
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
