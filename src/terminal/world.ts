import { diskCommands } from "../repository/disk-commands.js";
import { diskRepository } from "../repository/disk-repository.js";
import { readTextIfPresent } from "../repository/read-text.js";
import { redact } from "../secrets/redact.js";
import type { Log, Publisher, World } from "../world.js";

/** The world as a terminal has it: this directory, its git, servers of this machine, standard error for progress. */
export function terminalWorld(publishers: readonly Publisher[], signal: AbortSignal): World {
  return {
    repository: diskRepository(process.cwd()),
    postgres: { start: startLazily },
    commands: diskCommands(process.cwd()),
    settingsFile: readTextIfPresent,
    publishers,
    log: terminalLog(),
    now: new Date(),
    signal,
  };
}

/** Who only reads the SQL, or asks for help, does not wait for the drivers. */
const startLazily: World["postgres"]["start"] = async (request) => {
  const { startEngine } = await import("../rehearsal/engines/index.js");
  return startEngine(request);
};

function terminalLog(): Log {
  return {
    progress: (message) => process.stderr.write(`… ${redact(message)}\n`),
    warn: (message) => process.stderr.write(`warning: ${redact(message)}\n`),
  };
}
