import { loadSettings } from "../entry/load-settings.js";
import { ReportableError } from "../errors.js";
import type { Commits } from "../repository/commits.js";
import type { RawSettings } from "../settings/read-settings.js";
import type { Settings } from "../settings/schema.js";

interface Asked {
  readonly config: string | null;
  readonly values: RawSettings;
  /** Commit that the change is judged against; null where the event has none, and the files on disk are all there is. */
  readonly base: string | null;
  readonly commits: Commits;
}

/**
 * The settings that a change is judged by: the base's, so that no change softens its own judge. What it does to the
 * settings counts once merged; `pending` says that it does something.
 * @throws ReportableError also for mistakes in the change's own settings, before they are merged.
 */
export async function settingsInForce({ config, values, base, commits }: Asked) {
  const sources = [{ from: "inputs", values }];
  const proposed = () => loadSettings(config, sources);
  if (base === null) return { settings: await proposed(), pending: false };
  await requireThere(base, commits);
  const inBase = (path: string) => commits.textAt(base, path);
  const settings = await loadSettings(config, sources, inBase);
  return { settings, pending: !isSame(settings, await proposed()) };
}

async function requireThere(base: string, commits: Commits): Promise<void> {
  try {
    await commits.parentsOf(base);
  } catch (error) {
    const message = `the base ${base.slice(0, 12)} is not in this clone`;
    throw new ReportableError("repository/unknown-revision", message, "Check out with `fetch-depth: 0`.", { cause: error });
  }
}

function isSame(left: Settings, right: Settings): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
