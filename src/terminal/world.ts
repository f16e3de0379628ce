import { startEngine } from "../rehearsal/engines/index.js";
import { diskCommands } from "../repository/disk-commands.js";
import { diskRepository } from "../repository/disk-repository.js";
import { readTextIfPresent } from "../repository/read-text.js";
import type { Log, Publisher, World } from "../world.js";

/** The world as a terminal has it: this directory, its git, servers of this machine, standard error for progress. */
export function terminalWorld(publishers: readonly Publisher[], signal: AbortSignal): World {
  return {
    repository: diskRepository(process.cwd()),
    postgres: { start: startEngine },
    commands: diskCommands(process.cwd()),
    settingsFile: readTextIfPresent,
    publishers,
    log: terminalLog(),
    signal,
  };
}

function terminalLog(): Log {
  return {
    progress: (message) => process.stderr.write(`… ${message}\n`),
    warn: (message) => process.stderr.write(`warning: ${message}\n`),
  };
}
