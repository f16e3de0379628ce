import type { Gate } from "../entry/load-settings.js";
import { ReportableError } from "../errors.js";

/** Files that are named belong to one database, and nothing tells to which. @throws ReportableError `arguments/invalid` */
export function requireNoPaths({ databases }: Gate, paths: readonly string[]): void {
  if (paths.length === 0 || databases.length === 1) return;
  throw new ReportableError(
    "arguments/invalid",
    "files are given, but not of which database they are",
    `Choose one with \`key\`: ${databases.map(({ key }) => `\`${key}\``).join(", ")}.`,
  );
}
