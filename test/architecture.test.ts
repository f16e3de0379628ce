import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";

/** Who may import whom. A folder may always import itself, `model`, `errors.ts` and `version.ts`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  postgres: ["catalog"],
  catalog: [],
  settings: [],
  formats: ["settings"],
  sql: ["postgres"],
  rules: ["postgres", "catalog"],
  lint: ["postgres", "catalog", "rules"],
  rehearsal: ["postgres", "catalog"],
  "rehearsal/engines": ["rehearsal/engine.ts"],
  proxy: [],
  commands: ["world.ts", "settings", "proxy", "rehearsal", "sql", "postgres"],
  impact: ["rehearsal/engine.ts"],
  promises: ["settings"],
  phases: ["catalog", "lint/matches-path.ts"],
  verdict: [],
  gate: [],
  report: ["postgres", "rules", "secrets"],
  secrets: [],
  repository: ["formats", "world.ts"],
  github: [
    "world.ts",
    "settings",
    "report",
    "repository",
    "rehearsal/engines",
    "formats",
    "rules",
    "pipeline",
    "plan.ts",
    "entry",
    "gate",
    "verdict",
    "secrets",
  ],
  terminal: [
    "secrets",
    "impact",
    "world.ts",
    "settings",
    "report",
    "repository",
    "rehearsal/engines",
    "formats",
    "rules",
    "pipeline",
    "entry",
  ],
  entry: ["settings", "repository", "formats", "rules", "secrets"],
  "world.ts": ["settings", "rehearsal/engine.ts"],
  "plan.ts": ["settings", "verdict", "world.ts"],
  pipeline: [
    "plan.ts",
    "commands",
    "impact",
    "phases",
    "promises",
    "settings",
    "sql",
    "rules",
    "lint",
    "rehearsal",
    "catalog",
    "verdict",
    "secrets",
    "world.ts",
  ],
  "action.ts": ["github"],
  "cli.ts": ["terminal", "github"],
  "errors.ts": ["secrets/redact.ts"],
  "version.ts": [],
};

/** Packages and Node modules that only one folder may touch. */
const ONLY_IN: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(libpg-query|pg-query-emscripten)/u, ["sql"]],
  [/^(pg|pg-copy-streams|@electric-sql\/pglite)$/u, ["rehearsal/engines"]],
  [/^node:child_process$/u, ["rehearsal/engines", "repository"]],
  [/^(@actions|@octokit)\//u, ["github"]],
  [/^(zod|yaml)$/u, ["settings"]],
  [/^node:fs/u, ["repository", "rehearsal/engines", "sql", "github"]],
];

describe("layers", () => {
  for (const file of sourceFiles("src")) {
    const room = roomOf(relative("src", file));
    test(`${file} imports only what its folder may`, () => {
      const text = readFileSync(file, "utf8");
      for (const target of importsOf(text)) {
        if (target.startsWith(".")) {
          const path = relative("src", normalize(join(dirname(file), target))).replace(/\.js$/u, ".ts");
          expect(allowed(room, path), `${file} → ${path}`).toBe(true);
        } else {
          for (const [pattern, rooms] of ONLY_IN) if (pattern.test(target)) expect(rooms, `${file} → ${target}`).toContain(room);
        }
      }
    });
  }
});

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"/gu)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
}

function roomOf(path: string): string {
  if (path.startsWith("rehearsal/engines/")) return "rehearsal/engines";
  return path.includes("/") ? (path.split("/")[0] ?? "") : path;
}

function allowed(room: string, path: string): boolean {
  const target = roomOf(path);
  if (target === room || target === "model" || target === "errors.ts" || target === "version.ts") return true;
  const list = MAY_IMPORT[room] ?? [];
  return list.includes(target) || list.includes(path);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceFiles(path);
    return path.endsWith(".ts") ? [path] : [];
  });
}
