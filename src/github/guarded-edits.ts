import { isGuarded, isWorkflow, namesTheGate } from "../gate/guarded-files.js";
import type { Commits } from "../repository/commits.js";
import type { Settings } from "../settings/schema.js";

export interface Guarding {
  readonly commits: Pick<Commits, "changed" | "textAt">;
  /** Settings file, where one is named. */
  readonly config: string | null;
  readonly settings: Pick<Settings, "baseline">;
}

/** Files by which the gate judges that a change edits itself. @throws ReportableError where git cannot tell. */
export async function guardedEdits(
  { commits, config, settings }: Guarding,
  base: string,
  commit: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of await commits.changed(base, commit)) {
    if (isGuarded(path, [config, settings.baseline])) found.push(path);
    else if (isWorkflow(path) && (await runsTheGate(commits, path, [base, commit]))) found.push(path);
  }
  return found;
}

async function runsTheGate(commits: Guarding["commits"], path: string, sides: readonly string[]): Promise<boolean> {
  for (const side of sides) if (namesTheGate((await commits.textAt(side, path, "root")) ?? "")) return true;
  return false;
}
