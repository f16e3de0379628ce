import { ReportableError } from "../../errors.js";
import type { Engine, KeepWorlds, Server } from "../engine.js";
import { local, startNearest } from "./local.js";
import { pglite } from "./pglite.js";
import { findPgliteAssets } from "./pglite-assets.js";
import { url } from "./url.js";

/** Every engine, by id. */
export const engines: readonly Engine[] = [local, pglite, url];

export interface StartRequest {
  readonly choice: "auto" | "pglite" | "local" | "url";
  /** Major version that production runs; null takes what there is. */
  readonly major: number | null;
  readonly databaseUrl: string | null;
  readonly disposable?: boolean;
  /** Nobody of the repository wrote the change: `auto` then takes the stronger wall around the machine first. */
  readonly stranger?: boolean;
  readonly keep?: KeepWorlds | null;
  readonly mentions?: (extension: string) => boolean;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/**
 * Starts the engine that was asked for. `auto` takes the server of the URL where one is given, else a private server of the wanted version, else the embedded one if it is
 * of that version, else the private server nearest to it, else the embedded one; for a stranger's change the embedded one before
 * any private server. The reason says which and why.
 * @throws ReportableError `engine/unavailable`, `engine/wrong-version`, `engine/not-disposable`
 */
export async function startEngine(request: StartRequest): Promise<{ readonly server: Server; readonly reason: string }> {
  try {
    // What a stranger's change brings along is neither kept beside the worlds of others nor shown them.
    return await startChosen(request.stranger === true ? { ...request, keep: null } : request);
  } catch (error) {
    if (!request.signal.aborted || error !== request.signal.reason) throw error;
    // Somebody's Ctrl-C is no defect of ours.
    throw new ReportableError("engine/unavailable", "the run was stopped while its engine started", "Run it again.", {
      cause: error,
    });
  }
}

async function startChosen(request: StartRequest): Promise<{ readonly server: Server; readonly reason: string }> {
  const { choice, log } = request;
  if (choice === "auto" && request.databaseUrl !== null) return startUrl(request);
  if (choice === "auto") return request.stranger === true ? startWalled(request) : startBest(request);
  const engine = engines.find(({ id }) => id === choice);
  if (engine === undefined) {
    throw new ReportableError(
      "engine/unavailable",
      `the engine \`${choice}\` is not part of this version`,
      "Use --engine auto, local, pglite or url.",
    );
  }
  log(`Starting the engine ${choice}`);
  const server = await engine.start(request);
  return { server, reason: `${server.description}, as asked for` };
}

/** Who names a server means it: no other stands in for it. */
async function startUrl(request: StartRequest): Promise<{ readonly server: Server; readonly reason: string }> {
  request.log("Connecting to the server of the database URL");
  const server = await url.start(request);
  return { server, reason: `${server.description}, because a database URL was given` };
}

/** WebAssembly without sockets, processes or files of the machine, whatever rights the SQL takes inside (docs/threat-model.md). */
async function startWalled(request: StartRequest): Promise<{ readonly server: Server; readonly reason: string }> {
  try {
    request.log("Starting the embedded Postgres");
    const server = await pglite.start(request);
    return { server, reason: `${server.description}, which reaches nothing of this machine: the change comes from a fork` };
  } catch (error) {
    if (!(error instanceof ReportableError) || request.signal.aborted) throw error;
    return startBest(request);
  }
}

async function startBest(request: StartRequest): Promise<{ readonly server: Server; readonly reason: string }> {
  try {
    request.log("Starting a private Postgres server");
    const server = await local.start(request);
    return { server, reason: `${server.description}: a real server, so other sessions can be watched` };
  } catch (error) {
    if (!(error instanceof ReportableError)) throw error;
    return startSecondBest(request, error);
  }
}

/** A real server of another version shows more than WebAssembly of another version, but less than WebAssembly of the wanted one. */
async function startSecondBest(
  request: StartRequest,
  missed: ReportableError,
): Promise<{ readonly server: Server; readonly reason: string }> {
  if (missed.code === "engine/wrong-version" && request.major !== embeddedMajor()) {
    try {
      request.log("Starting a private Postgres server of another version");
      const server = await startNearest(request);
      return { server, reason: `${server.description}, the nearest version: ${missed.message}` };
    } catch (error) {
      if (!(error instanceof ReportableError)) throw error;
    }
  }
  request.log("Starting the embedded Postgres");
  const server = await pglite.start(request);
  return { server, reason: `${server.description}, because ${missed.message}` };
}

/** Null where its files are missing. */
function embeddedMajor(): number | null {
  try {
    return Math.floor(findPgliteAssets().versionNumber / 10_000);
  } catch {
    return null;
  }
}
