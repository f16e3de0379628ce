import * as core from "@actions/core";
import { startEngine } from "../rehearsal/engines/index.js";
import { actionsLog } from "../report/escape/actions-log.js";
import { diskCommands } from "../repository/disk-commands.js";
import { diskRepository } from "../repository/disk-repository.js";
import { redact } from "../secrets/redact.js";
import type { World } from "../world.js";

/** The world as a runner has it: the checked-out workspace, servers of the machine, the job's log. What was judged is told by the action. */
export function githubWorld(
  signal: AbortSignal,
  { stranger, ...more }: Pick<World, "settingsFile" | "openChanges" | "described"> & { readonly stranger: boolean },
): World {
  return {
    ...more,
    repository: diskRepository(process.env["GITHUB_WORKSPACE"] ?? process.cwd()),
    postgres: { start: (request) => startEngine({ ...request, stranger }) },
    commands: diskCommands(process.env["GITHUB_WORKSPACE"] ?? process.cwd()),
    publishers: [],
    log: {
      progress: (message) => core.info(actionsLog(redact(message))),
      warn: (message) => core.warning(actionsLog(redact(message))),
    },
    now: new Date(),
    signal,
  };
}
