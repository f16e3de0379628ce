import { cpSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Assessment } from "../../src/model/assessment.js";
import { assess } from "../../src/pipeline/assess.js";
import type { Server } from "../../src/rehearsal/engine.js";
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
  /** Borrowed for the run; absent: one of its own. */
  readonly server?: Server;
}

/** Judges a change by the command that the settings name, in a repository of its own that borrows our packages. */
export async function judgeCommands({ base, head, settings, server }: Asked): Promise<Assessment> {
  using repository = TemporaryRepository.withGit();
  lay(repository, base);
  repository.write({ ".gitignore": "node_modules\n" });
  const revision = repository.commit({});
  symlinkSync(resolve("node_modules"), join(repository.directory, "node_modules"));
  for (const entry of readdirSync(repository.directory))
    if (![".git", ".gitignore", "node_modules"].includes(entry)) rmSync(join(repository.directory, entry), { recursive: true });
  lay(repository, head);
  return await judgeIn(repository.directory, { base: revision, ...settings }, server);
}

/** The same in a repository that is there, against the base that the settings name. */
export function judgeIn(folder: string, settings: Asked["settings"], server?: Server): Promise<Assessment> {
  const values = { engine: "local", rehearsal: "brief", ...settings };
  return assess(readSettings([{ from: "test", values }], { rules: [], formats: [] }), [], {
    repository: diskRepository(folder),
    postgres: { start: (request) => (server === undefined ? startEngine(request) : Promise.resolve(borrowed(server))) },
    commands: diskCommands(folder),
    publishers: [],
    now: new Date(),
    log: {
      progress: (m) => (process.env["SAY"] ? console.log(new Date().toISOString().slice(14, 23), m) : undefined),
      warn: () => undefined,
    },
    signal: new AbortController().signal,
  });
}

function lay(repository: TemporaryRepository, files: Asked["base"]): void {
  if (typeof files === "string") cpSync(files, repository.directory, { recursive: true });
  else repository.write(files);
}

/** Each run takes databases of its own and leaves the server as it is. */
function borrowed(server: Server) {
  const { engineId, version, versionNumber, description, abilities } = server;
  const database: Server["database"] = (template) => server.database(template);
  const end = () => Promise.resolve();
  return {
    server: { engineId, version, versionNumber, description, abilities, database, [Symbol.asyncDispose]: end },
    reason: "",
  };
}
