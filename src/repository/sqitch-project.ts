import { sqitchPaths } from "../formats/sqitch-project.js";

const PART = /^(sqitch\.(plan|conf)|deploy|revert|verify)$/u;
const PLAN = "sqitch.plan";
const CONF = "sqitch.conf";

/**
 * Which names of one folder belong to a history that may start there. A Sqitch project often is a repository's root: then
 * only the plan and its scripts do, where its settings say they lie, and the rest of the repository is not read.
 */
export function beside(names: readonly string[], conf: string | null): (name: string) => boolean {
  const named = new Set(sqitchPaths(conf ?? "").map((path) => path.split("/")[0] ?? ""));
  return names.includes(PLAN) || named.size > 0 ? (name) => PART.test(name) || named.has(name) : () => true;
}

/** The same for paths of a whole tree; `confs` are the texts of its `sqitch.conf` by their paths. */
export function besidePlans(paths: readonly string[], confs: ReadonlyMap<string, string>): (path: string) => boolean {
  const at = (name: string) =>
    paths.filter((path) => path === name || path.endsWith(`/${name}`)).map((path) => path.slice(0, -name.length));
  const folders = [...new Set([...at(PLAN), ...at(CONF)])].map((folder) => ({
    folder,
    isPart: beside(at(PLAN).includes(folder) ? [PLAN] : [], confs.get(`${folder}${CONF}`) ?? null),
  }));
  return (path) =>
    folders.every(({ folder, isPart }) => !path.startsWith(folder) || isPart(path.slice(folder.length).split("/")[0] ?? ""));
}
