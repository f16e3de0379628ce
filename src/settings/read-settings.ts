import { closest, distance } from "fastest-levenshtein";
import { LineCounter } from "yaml";
import type { z } from "zod";
import { ReportableError } from "../errors.js";
import { parseYaml } from "./parse-yaml.js";
import { type Settings, settingNames, settingsSchema } from "./schema.js";

/** Values by setting name, as one source gives them: a file, flags or inputs. */
export type RawSettings = Readonly<Record<string, unknown>>;

/**
 * Merges sources, the later ones winning, and validates the whole.
 * @throws ReportableError `settings/invalid` that names every mistake at once, with the nearest right spelling.
 */
export function readSettings(
  sources: readonly { readonly from: string; readonly values: RawSettings }[],
  known: KnownNames,
): Settings {
  const merged: Record<string, unknown> = {};
  const origin = new Map<string, string>();
  for (const { from, values } of sources) {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined || value === null) continue;
      merged[name] = value;
      origin.set(name, from);
    }
  }
  const parsed = settingsSchema.safeParse(merged);
  const problems = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describe(issue, origin));
  if (parsed.success) problems.push(...checkNames(parsed.data, known));
  if (problems.length > 0 || !parsed.success) {
    throw new ReportableError(
      "settings/invalid",
      problems.join("; "),
      "Mend these settings; docs/settings.md lists all of them.",
    );
  }
  return parsed.data;
}

/** Ids that settings may name; they live in registries outside this folder. */
export interface KnownNames {
  readonly rules: readonly string[];
  readonly formats: readonly string[];
  /** Ids of the rules that `style` switches on. */
  readonly style?: readonly string[];
}

/**
 * Values of a YAML settings file.
 * @throws ReportableError `settings/invalid` with line and column where the YAML is broken or is no mapping.
 */
export function parseSettingsFile(file: string, text: string): RawSettings {
  const lines = new LineCounter();
  const parsed = parseYaml(text, lines);
  if ("why" in parsed) {
    const { line, col } = parsed.at === 0 ? { line: 1, col: 1 } : lines.linePos(parsed.at);
    throw new ReportableError("settings/invalid", `${file}:${line}:${col}: ${parsed.why}`, "Mend the YAML at that place.");
  }
  const value = plainValue(file, parsed.document);
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new ReportableError("settings/invalid", `${file}: expected settings as \`name: value\` lines`, "See docs/settings.md.");
  }
  return value as RawSettings;
}

/** Aliases are expanded only so far: a small file must not become a huge one. */
function plainValue(file: string, document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReportableError("settings/invalid", `${file}: ${why}`, "Write the values out instead of using aliases.", {
      cause: error,
    });
  }
}

function checkNames(settings: Settings, known: KnownNames): string[] {
  const problems: string[] = [];
  const rules = [...Object.keys(settings.rules), ...settings.allow.map((entry) => entry.rule)];
  for (const rule of rules) {
    if (!known.rules.includes(rule)) problems.push(`unknown rule \`${rule}\`${meant(rule, known.rules)}`);
  }
  for (const rule of settings.style) {
    const styles = known.style ?? [];
    if (rule !== "all" && !styles.includes(rule))
      problems.push(`unknown rule of style \`${rule}\`${meant(rule, ["all", ...styles])}`);
  }
  if (settings.format !== "auto" && !known.formats.includes(settings.format)) {
    problems.push(`unknown format \`${settings.format}\`${meant(settings.format, ["auto", ...known.formats])}`);
  }
  if (settings.format === "layout" && settings.layout === undefined) problems.push("format `layout` needs `layout`");
  if (settings.layout !== undefined && !["auto", "layout"].includes(settings.format))
    problems.push(
      `\`layout\` describes a runner of your own, and format \`${settings.format}\` is another: leave one of them out`,
    );
  if (settings.layout !== undefined && settings.migrations === undefined)
    problems.push("`layout` needs `migrations`, the directory that it describes");
  if (settings.engine === "url" && settings["database-url"] === undefined) problems.push("engine `url` needs `database-url`");
  if (settings.disposable && settings["database-url"] === undefined)
    problems.push("`disposable` needs `database-url`, the clone that may be used up");
  if (settings.disposable && !["auto", "url"].includes(settings.engine))
    problems.push(`\`disposable\` is about a server by its URL; engine \`${settings.engine}\` uses none`);
  return problems;
}

type Issue = z.core.$ZodIssue;

function describe(issue: Issue, origin: ReadonlyMap<string, string>): string[] {
  const name = issue.path.join(".");
  const source = origin.get(String(issue.path[0] ?? "")) ?? "";
  const where = source === "" ? "" : `${source}: `;
  if (issue.code === "unrecognized_keys") {
    const candidates = issue.path.length === 0 ? settingNames : keysAt(issue.path);
    return issue.keys.map((key) => {
      const from = origin.get(key);
      return `${from === undefined ? where : `${from}: `}unknown setting \`${[...issue.path, key].join(".")}\`${meant(key, candidates)}`;
    });
  }
  if (issue.code === "invalid_value") {
    return [`${where}\`${name}\` must be one of ${issue.values.map((value) => `\`${String(value)}\``).join(", ")}`];
  }
  return [`${where}\`${name}\`: ${issue.message}`];
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === "approvals") return ["medium", "high", "critical", "from"];
  if (path[0] === "layout" && path[1] === "markers") return ["up", "down", "no-transaction"];
  if (path[0] === "layout") return ["files", "order", "transaction", "separator", "markers", "psql"];
  if (path[0] === "command") return ["tool", "up", "down", "base", "backfill", "env", "directory"];
  if (path[0] === "allow") return ["rule", "paths", "reason", "until"];
  return [];
}

function meant(word: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return "";
  const nearest = closest(word, [...candidates]);
  return distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3)) ? `, did you mean \`${nearest}\`?` : "";
}
