import { cpSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Assessment } from "../../src/model/assessment.js";
import { assess } from "../../src/pipeline.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { diskCommands } from "../../src/repository/disk-commands.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { readSettings } from "../../src/settings/read-settings.js";
import { TemporaryRepository } from "../repository/temporary-repository.js";

export interface Asked {
  /** Files of the base: a folder that holds them, or their texts. */
  readonly base: string | Readonly<Record<string, string>>;
  /** The same for the change. */
  readonly head: string | Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Told every line of progress. */
  readonly log?: (message: string) => void;
}

/** Judges a change by the command that the settings name, in a repository of its own that borrows our packages. */
export async function judgeCommands({ base, head, settings, log = () => undefined }: Asked): Promise<Assessment> {
  using repository = TemporaryRepository.withGit();
  lay(repository, base);
  repository.write({ ".gitignore": "node_modules\n" });
  const revision = repository.commit({});
  symlinkSync(resolve("node_modules"), join(repository.directory, "node_modules"));
  for (const entry of readdirSync(repository.directory))
    if (![".git", ".gitignore", "node_modules"].includes(entry)) rmSync(join(repository.directory, entry), { recursive: true });
  lay(repository, head);
  const values = { base: revision, engine: "local", rehearsal: "brief", ...settings };
  return await assess(readSettings([{ from: "test", values }], { rules: [], formats: [] }), [], {
    repository: diskRepository(repository.directory),
    postgres: { start: startEngine },
    commands: diskCommands(repository.directory),
    publishers: [],
    log: { progress: log, warn: log },
    signal: new AbortController().signal,
  });
}

function lay(repository: TemporaryRepository, files: Asked["base"]): void {
  if (typeof files === "string") cpSync(files, repository.directory, { recursive: true });
  else repository.write(files);
}
