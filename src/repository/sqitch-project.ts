const PART = /^(sqitch\.(plan|conf)|deploy|revert|verify)$/u;
const PLAN = "sqitch.plan";

/**
 * Which names of one folder belong to a history that may start there. A Sqitch project often is a repository's root: then
 * only the plan and its scripts do, and the rest of the repository is not read.
 */
export function beside(names: readonly string[]): (name: string) => boolean {
  return names.includes(PLAN) ? (name) => PART.test(name) : () => true;
}

/** The same for paths of a whole tree. */
export function besidePlans(paths: readonly string[]): (path: string) => boolean {
  const folders = paths.filter((path) => path === PLAN || path.endsWith(`/${PLAN}`)).map((path) => path.slice(0, -PLAN.length));
  return (path) =>
    folders.every((folder) => !path.startsWith(folder) || PART.test(path.slice(folder.length).split("/")[0] ?? ""));
}
