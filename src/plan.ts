import type { History, SourceFile } from "./model/migration.js";
import type { Settings } from "./settings/schema.js";
import { planDigest } from "./verdict/digest.js";
import type { Repository } from "./world.js";

/** The newest major whose grammar and behavior the project knows; stands in where neither settings nor a server name one. */
export const NEWEST_MAJOR = 18;

/** The digest of what is about to run, computed from the files alone: nothing is parsed, nothing rehearsed. */
export async function planNow(
  settings: Settings,
  /** As given on the command line; empty when the change is taken from git. */
  paths: readonly string[],
  repository: Repository,
  serverMajor: number,
): Promise<Plan> {
  const history = await repository.history({ ...settings, paths });
  const schema = await repository.files(settings.schema);
  const isEmpty = history.proposed.length === 0 && history.problems.length === 0;
  return { digest: digestOfPlan(settings, { history, schema, serverMajor }), isEmpty, files: filesOf(history) };
}

export interface Plan {
  readonly digest: string;
  readonly isEmpty: boolean;
  /** Files of the change's migrations, and settled ones that it edits. */
  readonly files: readonly string[];
}

export function filesOf({ proposed, problems }: Pick<History, "proposed" | "problems">): readonly string[] {
  const migrations = proposed.flatMap(({ up, down, digests }) => [
    up.file,
    ...(down === null ? [] : [down.file]),
    ...digests.map(({ file }) => file),
  ]);
  return [...new Set([...migrations, ...problems.map(({ file }) => file)])].toSorted();
}

/** Which settings are part of the plan is decided here, for the check and the gate alike. */
export function digestOfPlan(
  settings: Settings,
  plan: { readonly history: History; readonly schema: readonly SourceFile[]; readonly serverMajor: number },
): string {
  const { approvals, rules, allow, command, preset, style, baseline, promises, phases } = settings;
  const policy = {
    ...{ approvals, rules, allow },
    ...(command === undefined ? {} : { command }),
    ...(preset === "recommended" ? {} : { preset }),
    ...(style.length === 0 ? {} : { style }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(promises.length === 0 ? {} : { promises }),
    ...(phases.contract === undefined && Object.keys(phases.declared).length === 0 ? {} : { phases }),
  };
  return planDigest({ ...plan, key: settings.key, policy });
}
