/** `0001_a.up.sql` of `db/migrations/0001_a.up.sql`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `db/migrations` of `db/migrations/0001_a.sql`; empty at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** `0001_a.up` of `db/migrations/0001_a.up.sql`. */
export function stemOf(path: string): string {
  return nameOf(path).replace(/\.[^.]*$/u, "");
}

export function isSql(path: string): boolean {
  return /\.sql$/iu.test(path);
}

/** The deepest folder that holds all the paths. */
export function commonFolder(paths: readonly string[]): string {
  const [first, ...rest] = paths.map((path) => folderOf(path).split("/"));
  if (first === undefined) return "";
  let depth = first.length;
  for (const parts of rest) {
    let same = 0;
    while (same < depth && parts[same] === first[same]) same += 1;
    depth = same;
  }
  return first.slice(0, depth).join("/");
}
