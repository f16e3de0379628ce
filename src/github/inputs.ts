import { flags } from "../settings/flags.js";
import type { RawSettings } from "../settings/read-settings.js";

/** What the workflow passes with `with:`. */
export interface Inputs {
  readonly token: string;
  readonly config: string | null;
  readonly paths: readonly string[];
  /** `<id>=<file>`, as written. */
  readonly reports: readonly string[];
  readonly settings: RawSettings;
}

/**
 * Reads `INPUT_*` as the runner sets them: names in upper case with `-` kept, an absent input as an empty text.
 * Lists hold one entry a line. There are no defaults here: they would override the settings file.
 */
export function readInputs(variables: NodeJS.ProcessEnv): Inputs {
  const input = (name: string) => (variables[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const settings: Record<string, unknown> = {};
  for (const { name, kind } of flags) {
    const value = input(name);
    if (value === "") continue;
    if (kind === "list") settings[name] = lines(value);
    else settings[name] = kind === "switch" ? switchOf(value) : value;
  }
  const config = input("config");
  return {
    token: input("github-token"),
    config: config === "" ? null : config,
    paths: lines(input("paths")),
    reports: lines(input("report")),
    settings,
  };
}

function lines(text: string): string[] {
  return text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Anything but true and false goes on as text, so that the settings schema can refuse it by name. */
function switchOf(value: string): boolean | string {
  if (/^true$/iu.test(value)) return true;
  return /^false$/iu.test(value) ? false : value;
}
