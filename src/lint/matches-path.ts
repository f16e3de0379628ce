/** Globs as in .gitignore's simple cases: `**` any folders, `*` within one name. */
export function matchesPath(glob: string, path: string): boolean {
  const pattern = glob
    .split(/(\*\*\/?|\*)/u)
    .map((part) =>
      part === "**/" ? "(?:.*/)?" : part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/gu, "\\$&"),
    )
    .join("");
  return new RegExp(`^${pattern}$`, "u").test(path);
}
