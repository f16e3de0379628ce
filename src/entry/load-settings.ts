import { ReportableError } from "../errors.js";
import { formatIds } from "../formats/index.js";
import { readTextIfPresent } from "../repository/read-text.js";
import { rules } from "../rules/index.js";
import { parseSettingsFile, type RawSettings, readSettings } from "../settings/read-settings.js";
import type { Settings } from "../settings/schema.js";

const styleIds = rules.filter(({ preset }) => preset === "style").map(({ id }) => id);

/** Where settings are looked for when no file is named. */
const DEFAULT_FILES = [".github/migration-gate.yml", "migration-gate.yml"];

interface Source {
  readonly from: string;
  readonly values: RawSettings;
}

type ReadText = (path: string) => Promise<string | null>;

/**
 * Settings from the file and the sources given, the later ones winning. Of several `databases` it is the one that `key` names.
 * @throws ReportableError `settings/unreadable`, `settings/invalid`
 */
export async function loadSettings(
  file: string | null,
  sources: readonly Source[],
  /** Reads a file, or null; from disk unless the settings of another commit are wanted. */
  readText: ReadText = readTextIfPresent,
): Promise<Settings> {
  const [settings, ...more] = await loadDatabases(file, sources, readText);
  if (settings !== undefined && more.length === 0) return settings;
  const keys = [settings, ...more].map((one) => `\`${one?.key}\``).join(", ");
  throw new ReportableError(
    "settings/invalid",
    `\`databases\` names ${more.length + 1}, and only one can be judged here`,
    `Choose one with \`key\`: ${keys}.`,
  );
}

/**
 * The same for each of `databases`, in their order; for the one that `key` names where a source names it; a single one where
 * the file lists none.
 * @throws ReportableError `settings/unreadable`, `settings/invalid`
 */
export async function loadDatabases(
  file: string | null,
  sources: readonly Source[],
  readText: ReadText = readTextIfPresent,
): Promise<readonly Settings[]> {
  return (await loadGate(file, sources, readText)).databases;
}

/** What one gate judges. */
export interface Gate {
  /** What its comment and its status are called: the file's own key, and that of a database where it is alone. */
  readonly key: string;
  /** Never empty. */
  readonly databases: readonly Settings[];
}

/**
 * The same with the key under which all of them are judged as one.
 * @throws ReportableError `settings/unreadable`, `settings/invalid`
 */
export async function loadGate(
  file: string | null,
  sources: readonly Source[],
  readText: ReadText = readTextIfPresent,
): Promise<Gate> {
  const found = await findFile(file, readText);
  const all = [...found, ...sources];
  const whole = readSettings(all, KNOWN);
  if (whole.databases.length === 0) return { key: whole.key, databases: [whole] };
  const keys = whole.databases.map(({ key }) => String(key ?? ""));
  const fault = faultOf(keys, whole);
  if (fault !== null) throw new ReportableError("settings/invalid", fault, "Give each of `databases` a `key` of its own.");
  const shared = found.map(({ from, values: { databases: _, ...values } }) => ({ from, values }));
  const asked = sources.map(({ values }) => values["key"]).findLast((key) => key !== undefined && key !== null);
  const chosen = asked === undefined ? whole.databases : whole.databases.filter(({ key }) => key === asked);
  if (chosen.length === 0)
    throw new ReportableError("settings/invalid", `there is no database \`${String(asked)}\``, `Use one of: ${keys.join(", ")}.`);
  const databases = chosen.map((values) =>
    readSettings([...shared, { from: `databases.${String(values["key"])}`, values }, ...sources], KNOWN),
  );
  const [only] = databases;
  return { key: only !== undefined && databases.length === 1 ? only.key : whole.key, databases };
}

const KNOWN = { rules: rules.map((rule) => rule.id), formats: formatIds, style: styleIds };

function faultOf(keys: readonly string[], { databases }: Settings): string | null {
  if (keys.includes("")) return "one of `databases` has no `key`";
  if (new Set(keys).size < keys.length) return "two of `databases` have the same `key`";
  return databases.some((values) => "databases" in values) ? "`databases` inside of `databases` mean nothing" : null;
}

async function findFile(file: string | null, readText: ReadText): Promise<readonly Source[]> {
  for (const candidate of file === null ? DEFAULT_FILES : [file]) {
    const text = await readText(candidate);
    if (text !== null) return [{ from: candidate, values: parseSettingsFile(candidate, text) }];
  }
  if (file === null) return [];
  throw new ReportableError("settings/unreadable", `there is no settings file ${file}`, "Check the path given with --config.");
}
