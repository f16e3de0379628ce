import { createHash } from "node:crypto";
import { assembleHistory } from "../../src/formats/assemble-history.js";
import { formatById } from "../../src/formats/index.js";
import type { Assessment } from "../../src/model/assessment.js";
import type { History, Migration, SourceFile } from "../../src/model/migration.js";
import type { Elsewhere } from "../../src/model/open-change.js";
import type { Reached } from "../../src/model/phase.js";
import { assess } from "../../src/pipeline/assess.js";
import type { Server } from "../../src/rehearsal/engine.js";
import type { Example, Rule } from "../../src/rules/rule.js";
import { readSettings } from "../../src/settings/read-settings.js";

/** Judges one example as the product would: its SQL as the change, on the rule's world, rehearsed on a real server. */
export function judgeExample(rule: Rule, example: Example, server: Server): Promise<Assessment> {
  return judgeHistory(rule, example, historyOf(example), server);
}

/** The change that an example is. */
export function historyOf(example: Example): History {
  return typeof example !== "string" && "files" in example ? historyOfFiles(example) : historyOfSql(example);
}

/** Judges another change on the world of an example. */
export function judgeHistory(
  { id, preset, examples }: Rule,
  example: Example,
  history: History,
  server: Server,
): Promise<Assessment> {
  const files = typeof example !== "string" && "files" in example;
  const queries = typeof example !== "string" && "queries" in example ? example.queries : undefined;
  const expectedSchema = typeof example !== "string" && "expectedSchema" in example ? example.expectedSchema : undefined;
  const serverMajor = typeof example !== "string" && "serverMajor" in example ? example.serverMajor : undefined;
  const baseline = typeof example !== "string" && "baseline" in example ? example.baseline : undefined;
  const ofFiles = typeof example !== "string" && "files" in example ? example : null;
  const settings = readSettings(
    [
      { from: "test", values: { base: "main", ...ofFiles?.settings } },
      {
        from: "test",
        values: {
          engine: "local",
          style: preset === "style" ? id : [],
          baseline: baseline === undefined ? undefined : "baseline.json",
          rehearsal: THOROUGH.has(id) ? "thorough" : "brief",
          queries: queries === undefined ? [] : ["queries.sql"],
          "expected-schema": expectedSchema === undefined ? [] : ["structure.sql"],
          schema: files || examples.before === "" ? [] : ["before.sql"],
          "postgres-version": serverMajor,
        },
      },
    ],
    { rules: [], formats: [], style: [id] },
  );
  const given: Readonly<Record<string, string | undefined>> = { "queries.sql": queries, "structure.sql": expectedSchema };
  return assess(settings, [], {
    repository: {
      history: async () => history,
      files: async (paths) => paths.map((path) => ({ path, text: given[path] ?? examples.before })),
      search: async (words) => ({ files: codeOf(example, words), unseen: [] }),
      reached: async (_, names) => new Map(names.flatMap((name) => reachedOf(name, ofFiles?.daysInBase ?? {}))),
    },
    // One server for all examples; each takes a database of its own.
    postgres: { start: async () => ({ server: { ...borrowed(server) }, reason: "for the tests" }) },
    settingsFile: async () => JSON.stringify({ version: 1, written: "2026-11-20", findings: baseline }),
    ...(files ? { openChanges: async () => elsewhereOf(example) } : {}),
    publishers: [],
    now: TODAY,
    log: { progress: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  });
}

/** What was recorded tells days that have passed: they are the same on every day that the tests run. */
const TODAY = new Date("2026-11-21T12:00:00Z");

/** Rules that speak of what only a thorough rehearsal does; the others are judged in a third of the time. */
const THOROUGH: ReadonlySet<string> = new Set([
  "crash-leaves-invalid-index",
  "fails-on-awkward-rows",
  "old-query-breaks",
  "old-routine-breaks",
  "rollback-fails",
  "rows-decide-schema",
]);

function borrowed(server: Server): Server {
  const { engineId, version, versionNumber, description, abilities } = server;
  return {
    engineId,
    version,
    versionNumber,
    description,
    abilities,
    database: (template) => server.database(template),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function historyOfSql(example: Exclude<Example, { files: unknown }>): History {
  const { up, down, transaction = "file" } = typeof example === "string" ? { up: example } : example;
  const script = (file: string, text: string) => ({ file, text, transaction, psql: transaction === "statement" });
  const migration: Migration = {
    id: "example",
    version: null,
    up: script("example.sql", up),
    down: down === undefined ? null : script("example.down.sql", down),
    digests: [{ file: "example.sql", sha256: createHash("sha256").update(up).digest("hex") }],
  };
  return { format: "plain", formatReason: "", settled: [], proposed: [migration], problems: [], prelude: [] };
}

function historyOfFiles({
  settled,
  files,
  format = "golang-migrate",
  problems = [],
}: Extract<Example, { files: unknown }>): History {
  const asFiles = (all: Readonly<Record<string, string | null>>): SourceFile[] =>
    Object.entries(all).flatMap(([path, text]) => (text === null ? [] : [{ path: `migrations/${path}`, text }]));
  const history = assembleHistory({
    format: formatById(format),
    formatReason: "",
    base: asFiles(settled),
    head: asFiles({ ...settled, ...files }),
    given: null,
    options: { placeholders: {} },
  });
  return { ...history, problems: [...history.problems, ...problems] };
}

function codeOf(example: Example, words: readonly string[]): readonly SourceFile[] {
  const code = typeof example !== "string" && "files" in example ? (example.code ?? {}) : {};
  const files = Object.entries(code).map(([path, text]) => ({ path, text }));
  return files.filter(({ text }) => words.some((word) => text.includes(word)));
}

function reachedOf(file: string, days: Readonly<Record<string, number>>): [string, Reached][] {
  const since = days[file.replace("migrations/", "")];
  return since === undefined ? [] : [[file, { at: new Date(TODAY.getTime() - since * 86_400_000).toISOString(), exact: true }]];
}

/** What others bring, read as the example's tool reads it. */
function elsewhereOf(example: Extract<Example, { files: unknown }>): Elsewhere {
  const migrations = (files: Readonly<Record<string, string>>) =>
    historyOfFiles({ settled: {}, files, format: example.format ?? "golang-migrate" }).proposed;
  const changes = Object.entries(example.openChanges ?? {}).map(([number, files]) => ({
    number: Number(number),
    draft: false,
    migrations: migrations(files),
  }));
  return { own: 7, base: "main", merged: migrations(example.merged ?? {}), changes, unseen: [] };
}
