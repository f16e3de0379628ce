import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Assessment } from "../../src/model/assessment.js";
import { assess } from "../../src/pipeline/assess.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { parseSettingsFile, readSettings } from "../../src/settings/read-settings.js";
import { GitRepository } from "../dist/git-repository.js";

/** Judges `fixtures/scenarios/<name>`: `base/` is committed first, `head/` (or another folder) is the change. */
export async function judgeScenario(name: string, engine: "auto" | "pglite", head = "head"): Promise<Assessment> {
  using repository = new GitRepository();
  const source = join("fixtures/scenarios", name);
  cpSync(join(source, "base"), repository.folder, { recursive: true });
  const base = repository.commit({});
  for (const entry of readdirSync(repository.folder))
    if (entry !== ".git") rmSync(join(repository.folder, entry), { recursive: true });
  cpSync(join(source, head), repository.folder, { recursive: true });
  repository.commit({});
  const seed = existsSync(join(source, head, "seed.sql")) ? ["seed.sql"] : [];
  const file = join(source, head, "migration-gate.yml");
  const own = existsSync(file) ? parseSettingsFile(file, readFileSync(file, "utf8")) : {};
  const sources = [
    { from: file, values: own },
    { from: "test", values: { base, engine, seed } },
  ];
  const settings = readSettings(sources, { rules: [], formats: [] });
  return await assess(settings, [], {
    repository: diskRepository(repository.folder),
    postgres: { start: startEngine },
    publishers: [],
    now: new Date(),
    log: { progress: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  });
}
