import { type Gate, loadGate } from "../entry/load-settings.js";
import { ReportableError } from "../errors.js";
import type { Commits } from "../repository/commits.js";
import type { RawSettings } from "../settings/read-settings.js";

interface Asked {
  readonly config: string | null;
  readonly values: RawSettings;
  /** Commit that the change is judged against; null where the event has none, and the files on disk are all there is. */
  readonly base: string | null;
  readonly commits: Commits;
}

/**
 * The settings that a change is judged by: the base's, so that no change softens its own judge, nor leaves a database out.
 * What it does to the settings counts once merged; `pending` says that it does something, `notes` what it does to the list.
 * @throws ReportableError also for mistakes in the change's own settings, before they are merged.
 */
export async function settingsInForce({ config, values, base, commits }: Asked) {
  const sources = [{ from: "inputs", values }];
  if (base === null) return { gate: await loadGate(config, sources), pending: false, notes: [] };
  await requireThere(base, commits);
  const gate = await loadGate(config, sources, (path) => commits.textAt(base, path));
  const proposed = await loadGate(config, sources);
  return { gate, pending: JSON.stringify(gate) !== JSON.stringify(proposed), notes: listNotes(gate, proposed) };
}

function listNotes(gate: Gate, proposed: Gate): readonly string[] {
  const keysOf = ({ databases }: Gate) => databases.map(({ key }) => key);
  const [now, then] = [keysOf(gate), keysOf(proposed)];
  if (now.length === 1 && then.length === 1) return [];
  const added = then.filter((key) => !now.includes(key));
  const dropped = now.filter((key) => !then.includes(key));
  return [
    ...added.map((key) => `This change adds the database \`${key}\` to the settings: it is judged once they are merged.`),
    ...dropped.map((key) => `This change takes \`${key}\` out of the settings: it is judged here all the same.`),
  ];
}

async function requireThere(base: string, commits: Commits): Promise<void> {
  try {
    await commits.parentsOf(base);
  } catch (error) {
    const message = `the base ${base.slice(0, 12)} is not in this clone`;
    throw new ReportableError("repository/unknown-revision", message, "Check out with `fetch-depth: 0`.", { cause: error });
  }
}
