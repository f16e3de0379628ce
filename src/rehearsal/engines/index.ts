import { ReportableError } from "../../errors.js";
import type { Engine, Server } from "../engine.js";
import { local, startNearest } from "./local.js";
import { pglite } from "./pglite.js";
import { findPgliteAssets } from "./pglite-assets.js";

/** Every engine, by id. */
export const engines: readonly Engine[] = [local, pglite];

export interface StartRequest {
  readonly choice: "auto" | "pglite" | "local" | "url";
  /** Major version that production runs; null takes what there is. */
  readonly major: number | null;
  readonly databaseUrl: string | null;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/**
 * Starts the engine that was asked for. `auto` takes a private server of the wanted version, else the embedded one if it is
 * of that version, else the private server nearest to it, else the embedded one; the reason says which and why.
 * @throws ReportableError `engine/unavailable`, `engine/wrong-version`
 */
export async function startEngine(request: StartRequest): Promise<{ readonly server: Server; readonly reason: string }> {
  const { choice, log } = request;
  if (choice === "auto") return startBest(request);
  const engine = engines.find(({ id }) => id === choice);
  if (engine === undefined) {
    throw new ReportableError(
      "engine/unavailable",
      `the engine \`${choice}\` is not part of this version`,
      "Use --engine auto, local or pglite.",
    );
  }
  log(`Starting the engine ${choice}`);
  const server = await engine.start(request);
  return { server, reason: `${server.description}, as asked for` };
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
