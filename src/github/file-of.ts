/** Name of a file that a run leaves for one gate: its key, without what a path could take amiss, and what it holds. */
export function fileOf(key: string, content = ""): string {
  return `migration-gate-${key.replace(/[^\w.-]/gu, "-")}${content}.json`;
}
