import { parseArgs } from "node:util";
import { closest, distance } from "fastest-levenshtein";
import { ReportableError } from "../errors.js";
import { flags } from "../settings/flags.js";
import type { RawSettings } from "../settings/read-settings.js";

/** What is judged, and by which settings. */
export interface Judged {
  readonly paths: readonly string[];
  readonly config: string | null;
  readonly settings: RawSettings;
}

/** What is judged again: a pull request, a saved record (`paths`), or all that was merged since a day. */
export interface Replayed extends Judged {
  readonly pullRequest: number | null;
  readonly since: string | null;
}

/** What the command line asks for. */
export type Request =
  | {
      readonly command: "check";
      readonly paths: readonly string[];
      readonly reports: readonly ReportRequest[];
      readonly config: string | null;
      readonly settings: RawSettings;
    }
  | ({ readonly command: "gate" | "verify" | "baseline" } & Judged)
  | ({ readonly command: "replay" } & Replayed)
  | ({ readonly command: "stats"; readonly file: string | null } & Omit<Judged, "paths">)
  | { readonly command: "explain"; readonly rule: string }
  | { readonly command: "rules" }
  | { readonly command: "init"; readonly force: boolean }
  | { readonly command: "help"; readonly about: string | null }
  | { readonly command: "version" };

/** One `--report <id>[=<file>]`; without a file it goes to standard output. */
export interface ReportRequest {
  readonly id: string;
  readonly file: string | null;
}

const COMMANDS = ["check", "gate", "verify", "baseline", "replay", "stats", "explain", "rules", "init", "help", "version"];

/** Reads `process.argv` without node and script. @throws ReportableError `arguments/invalid` */
export function parseArguments(argv: readonly string[]): Request {
  const [command, ...rest] = argv;
  if (command === undefined || command === "help" || command === "--help" || command === "-h")
    return { command: "help", about: rest[0] ?? null };
  if (command === "version" || command === "--version" || command === "-v") return { command: "version" };
  if (rest.includes("--help") || rest.includes("-h")) return { command: "help", about: command };
  if (command === "rules") return { command };
  if (command === "explain")
    return { command, rule: only(rest, "explain", "a rule's id: migration-gate explain create-index-blocks-writes") };
  if (command === "init") return { command, force: rest.includes("--force") };
  if (command === "check") return parseCheck(rest);
  if (command === "gate" || command === "verify" || command === "baseline") {
    const { paths, reports, config, settings } = parseCheck(rest);
    if (reports.length === 0) return { command, paths, config, settings };
    throw invalid(`\`${command}\` writes no report`, "Leave `--report` out; `migration-gate check` writes reports.");
  }
  if (command === "replay") return parseReplay(rest);
  if (command === "stats") return parseStats(rest);
  throw invalid(`unknown command \`${command}\`${meant(command, COMMANDS)}`, "Run `migration-gate help` for the list.");
}

function parseCheck(argv: readonly string[]): Extract<Request, { command: "check" }> {
  const options: Record<string, { type: "string" | "boolean"; multiple?: boolean }> = {
    report: { type: "string", multiple: true },
    config: { type: "string" },
  };
  for (const flag of flags)
    options[flag.name] =
      flag.kind === "list" ? { type: "string", multiple: true } : { type: flag.kind === "switch" ? "boolean" : "string" };
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, allowNegative: true });
  } catch (error) {
    throw explainParseError(error, Object.keys(options));
  }
  const { report, config, ...settings } = parsed.values;
  return {
    command: "check",
    paths: parsed.positionals,
    reports: (Array.isArray(report) ? report : []).map((text) => splitReport(String(text))),
    config: typeof config === "string" ? config : null,
    settings,
  };
}

function parseStats(argv: readonly string[]): Extract<Request, { command: "stats" }> {
  const { paths, config, settings } = parseCheck(argv);
  const [file = null, ...more] = paths;
  if (more.length > 0) throw invalid("`stats` writes one file", "Give `migration-gate stats --database-url <url> <file>`.");
  return { command: "stats", file, config, settings };
}

/** `--pr` and `--since` are its own; all else is as `check` has it. */
function parseReplay(argv: readonly string[]): Extract<Request, { command: "replay" }> {
  const own: Record<string, string> = {};
  const rest: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const [, name, value] = /^--(pr|since)(?:=(.*))?$/u.exec(argv[at] ?? "") ?? [];
    if (name === undefined) rest.push(argv[at] ?? "");
    else own[name] = value ?? argv[++at] ?? "";
  }
  const { paths, config, settings } = parseCheck(rest);
  const pullRequest = own["pr"] === undefined ? null : Number(own["pr"]);
  if (pullRequest !== null && !(Number.isSafeInteger(pullRequest) && pullRequest > 0))
    throw invalid(`\`--pr ${own["pr"]}\` is no number`, "Give a pull request's number: `migration-gate replay --pr 7`.");
  const since = own["since"] ?? null;
  if (pullRequest === null && since === null && paths.length === 0)
    throw invalid("`replay` has nothing to judge again", "Give `--pr <number>`, `--since <day>`, or a saved `decisions-json`.");
  return { command: "replay", paths, config, settings, pullRequest, since };
}

function splitReport(text: string): ReportRequest {
  const at = text.indexOf("=");
  return at < 0 ? { id: text, file: null } : { id: text.slice(0, at), file: text.slice(at + 1) };
}

function explainParseError(error: unknown, known: readonly string[]): ReportableError {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '--?([^']+)'/u.exec(message)?.[1];
  if (unknown === undefined) return invalid(message.split(". ")[0] ?? message, "Run `migration-gate help check`.");
  return invalid(`unknown option \`--${unknown}\`${meant(unknown, known)}`, "Run `migration-gate help check` for all of them.");
}

function only(rest: readonly string[], command: string, what: string): string {
  const [first, ...more] = rest;
  if (first === undefined || more.length > 0) throw invalid(`\`${command}\` takes exactly one argument`, `Give ${what}.`);
  return first;
}

function meant(word: string, candidates: readonly string[]): string {
  const nearest = closest(word, [...candidates]);
  return distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3)) ? `, did you mean \`${nearest}\`?` : "";
}

function invalid(message: string, hint: string): ReportableError {
  return new ReportableError("arguments/invalid", message, hint);
}
