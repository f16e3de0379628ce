import { numberAbove, numberedFolders } from "./numbered-folders.js";
import { folderOf, isSql, nameOf } from "./path-parts.js";

/** A folder whose whole tree is one history, by a file that says so (a plan, a manifest, a changelog), or by folders that are numbers. */
export interface RootedFolder {
  readonly folder: string;
  owns(path: string): boolean;
}

/** Those among the paths, the outermost where one lies in another. */
export function rootedFolders(paths: readonly string[]): readonly RootedFolder[] {
  const found = new Map<string, RootedFolder>();
  for (const path of paths) {
    const root = rootAt(path, paths);
    if (root !== null && !found.has(root.folder)) found.set(root.folder, root);
  }
  for (const folder of numberedFolders(paths)) if (!found.has(folder)) found.set(folder, ofNumbers(folder));
  const roots = [...found.values()];
  return roots.filter(({ folder }) => !roots.some((other) => other.folder !== folder && other.owns(`${folder}/x`)));
}

function rootAt(path: string, paths: readonly string[]): RootedFolder | null {
  const folder = folderOf(path);
  if (nameOf(path) === "sqitch.plan") return sqitchRoot(folder, new Set(paths));
  if (nameOf(path) === "manifest.json" && /^v\d+(\.\d+)*$/u.test(nameOf(folder)))
    return rooted(folderOf(folder), /^v\d+(\.\d+)*\//u);
  if (/(^|\/)migrate\/\d{14}_\w+\.rb$/u.test(path))
    return rooted(folderOf(folder), /^((\w+_)?structure\.sql|migrate\/\d{14}_\w+\.rb)$/u);
  return folder !== "" && isLiquibase(path) ? rooted(folder, /\.(sql|xml|ya?ml|json)$/iu) : null;
}

/** A `sqitch.conf` beside the plan or above it may say where the rest lies. */
function sqitchRoot(planFolder: string, paths: ReadonlySet<string>): RootedFolder {
  const above = planFolder.split("/").map((_, index, parts) => parts.slice(0, parts.length - index).join("/"));
  const root = [...above, ""].find((folder) => paths.has(folder === "" ? "sqitch.conf" : `${folder}/sqitch.conf`)) ?? planFolder;
  const plan = planFolder === "" ? "" : `${planFolder}/`;
  const own = /^(sqitch\.(plan|conf)|(deploy|revert|verify)\/.*)$/u;
  const conf = root === "" ? "sqitch.conf" : `${root}/sqitch.conf`;
  return { folder: root, owns: (path) => path === conf || (path.startsWith(plan) && own.test(path.slice(plan.length))) };
}

/** Many a `changelog.yml` is about releases: only a name or a folder that speaks of a database counts. */
function isLiquibase(path: string): boolean {
  if (!/changelog[^/]*\.(xml|ya?ml|json)$/iu.test(nameOf(path))) return false;
  return (
    /(^|[/._-])(db|database|liquibase|master|root)[._-]/iu.test(nameOf(path)) || /(^|\/)(db|database|liquibase)\//iu.test(path)
  );
}

function ofNumbers(folder: string): RootedFolder {
  return { folder, owns: (path) => isSql(path) && numberAbove(path) !== null && folderOf(folderOf(path)) === folder };
}

function rooted(folder: string, own: RegExp): RootedFolder {
  const start = folder === "" ? "" : `${folder}/`;
  return { folder, owns: (path) => path.startsWith(start) && own.test(path.slice(start.length)) };
}
