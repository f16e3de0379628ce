import { ReportableError } from "../../errors.js";
import type { Engine, Server } from "../engine.js";
import { local } from "./local.js";
import { pglite } from "./pglite.js";

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
 * Starts the engine that was asked for. `auto` takes a private server where the machine has one of the wanted version,
 * else the embedded one; the reason says which and why.
 * @throws ReportableError `engine/unavailable`, `engine/wrong-version`
 */
export async function startEngine(request: StartRequest): Promise<{ readonly server: Server; readonly reason: string }> {
  const { choice, log } = request;
  if (choice === "auto") return startBest(request);
  const engine = engines.find(({ id }) => id === choice);
  if (engine === undefined) {
    throw new ReportableError("engine/unavailable", `the engine \`${choice}\` is not part of this version`, "Use --engine auto, local or pglite.");
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
    request.log("Starting the embedded Postgres");
    const server = await pglite.start(request);
    return { server, reason: `${server.description}, because ${error.message}` };
  }
}
