import { ReportableError } from "../errors.js";
import { formatIds } from "../formats/index.js";
import { readTextIfPresent } from "../repository/read-text.js";
import { rules } from "../rules/index.js";
import { parseSettingsFile, type RawSettings, readSettings } from "../settings/read-settings.js";
import type { Settings } from "../settings/schema.js";

const styleIds = rules.filter(({ preset }) => preset === "style").map(({ id }) => id);

/** Where settings are looked for when no file is named. */
const DEFAULT_FILES = [".github/migration-gate.yml", "migration-gate.yml"];

/**
 * Settings from the file and the sources given, the later ones winning.
 * @throws ReportableError `settings/unreadable`, `settings/invalid`
 */
export async function loadSettings(
  file: string | null,
  sources: readonly { readonly from: string; readonly values: RawSettings }[],
  /** Reads a file, or null; from disk unless the settings of another commit are wanted. */
  readText: (path: string) => Promise<string | null> = readTextIfPresent,
): Promise<Settings> {
  const known = { rules: rules.map((rule) => rule.id), formats: formatIds, style: styleIds };
  for (const candidate of file === null ? DEFAULT_FILES : [file]) {
    const text = await readText(candidate);
    if (text !== null) return readSettings([{ from: candidate, values: parseSettingsFile(candidate, text) }, ...sources], known);
  }
  if (file !== null)
    throw new ReportableError("settings/unreadable", `there is no settings file ${file}`, "Check the path given with --config.");
  return readSettings(sources, known);
}
