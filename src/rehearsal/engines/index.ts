import type { EngineRequest } from "../../world.js";
import type { Server } from "../engine.js";
import { local } from "./local.js";

/** Provisional: the private server only. */
export async function startEngine({ major, databaseUrl, signal }: EngineRequest): Promise<{ server: Server; reason: string }> {
  const server = await local.start({ major, databaseUrl, signal });
  return { server, reason: `${server.description}` };
}
