import { ReportableError } from "../errors.js";
import type { History, SourceFile } from "../model/migration.js";
import { EngineLost, type Server } from "../rehearsal/engine.js";
import type { Settings } from "../settings/schema.js";
import { splitSqlFile } from "../sql/sql-file.js";
import type { World } from "../world.js";
import { recordHistory } from "./record-history.js";

/** What stands around the files. */
export interface Files {
  readonly history: History;
  readonly schema: readonly SourceFile[];
  readonly seed: readonly SourceFile[];
  readonly prelude: readonly SourceFile[];
}

/**
 * Where a tool is run by its own command, what it sends is the history; else the files are.
 * @throws ReportableError `command/failed`, `engine/unavailable`, `settings/invalid`
 */
export async function recorded(files: Files, server: Server | null, settings: Settings, world: World): Promise<History> {
  const { history, schema, seed, prelude } = files;
  const { command, base, timeout } = settings;
  if (command === undefined || base === undefined || history.proposed.length === 0) return history;
  if (server === null) {
    const hint = "Use `--engine local` with Postgres installed, or `--engine url` with a service container.";
    throw new ReportableError(
      "engine/unavailable",
      "the setting `command` needs a server, and engine `none` was asked for",
      hint,
    );
  }
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(timeout * 1000)]);
  try {
    return await recordHistory({
      ...{ history, command, base, server, bookkeeping: settings.bookkeeping, timeZone: settings["time-zone"] },
      prelude: [...history.prelude, ...prelude.map((file) => ({ title: file.path, sql: file.text }))],
      schema: schema.map(splitSqlFile),
      seed: seed.map(splitSqlFile),
      commands: world.commands,
      signal,
      progress: (message) => world.log.progress(message),
    });
  } catch (error) {
    if (error instanceof ReportableError || !(signal.aborted || error instanceof EngineLost)) throw error;
    throw new ReportableError(
      "command/failed",
      reasonOf(error, world, timeout),
      "Run it again, with more `timeout` if it needs it.",
      {
        cause: error,
      },
    );
  }
}

function reasonOf(error: unknown, { signal }: World, timeout: number): string {
  if (signal.aborted) return "the run was stopped while commands ran";
  if (error instanceof EngineLost) return `the rehearsal server was lost while commands ran: ${error.message}`;
  return `the commands were not done after ${timeout} seconds`;
}
