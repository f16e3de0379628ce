import type { Server } from "../rehearsal/engine.js";
import type { Settings } from "../settings/schema.js";
import type { World } from "../world.js";
import { extensionsMentioned } from "./extensions-mentioned.js";
import { keptWorld } from "./kept-world.js";
import type { WorldFiles } from "./surroundings.js";

export interface StartedEngine extends AsyncDisposable {
  /** Null where nothing is rehearsed: nothing is proposed, or engine `none` was asked for. */
  readonly server: Server | null;
  /** Why this engine was chosen; empty without one. */
  readonly reason: string;
}

/** Ends with the run. @throws ReportableError `engine/…` where none can be had. */
export async function startEngine(settings: Settings, files: WorldFiles, world: World): Promise<StartedEngine> {
  if (settings.engine === "none" || files.history.proposed.length === 0) {
    return { server: null, reason: "", [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { server, reason } = await world.postgres.start({
    choice: settings.engine,
    major: settings["postgres-version"] ?? null,
    databaseUrl: settings["database-url"] ?? null,
    disposable: settings.disposable,
    keep: keptWorld(files, settings),
    mentions: extensionsMentioned(files, settings),
    signal: world.signal,
    log: (message) => world.log.progress(message),
  });
  return { server, reason, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
