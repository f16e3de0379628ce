import type { Database, Server, Session, Template } from "./engine.js";
import { guardSession } from "./guard-session.js";
import { literal } from "./quoted.js";
import { untilStopped } from "./stopped.js";

export interface SessionSettings {
  /** Time zone of the team's servers: `timestamp` to `timestamptz` rewrites the table anywhere but in UTC. */
  readonly timeZone: string | null;
}

/** A database with the session that migrates and the one that only looks. On an engine with one session both are the same. */
export interface OpenDatabase {
  readonly server: Server;
  readonly database: Database;
  readonly session: Session;
  readonly observer: Session;
  readonly settings: SessionSettings;
}

export async function openDatabase(
  server: Server,
  template: Template | null,
  settings: SessionSettings,
  signal: AbortSignal,
  /** What ends the work in it may come sooner than what ends the rehearsal: it can be dropped still. */
  whole: AbortSignal = signal,
): Promise<OpenDatabase> {
  const database = await untilStopped(signal, () => (template === null ? server.database() : server.database(template)));
  const session = guardSession(await untilStopped(signal, () => database.connect()), signal);
  const observer = guardSession(await untilStopped(signal, () => database.connectAsObserver()), signal);
  await session.run(preamble(settings));
  return { server, database: stoppable(database, whole), session, observer, settings };
}

/** Copying a large database takes long; who stops the rehearsal does not wait for it. */
function stoppable(database: Database, signal: AbortSignal): Database {
  return {
    name: database.name,
    entrance: database.entrance,
    connect: () => database.connect(),
    connectAsObserver: () => database.connectAsObserver(),
    freeze: () => untilStopped(signal, () => database.freeze()),
    drop: () => untilStopped(signal, () => database.drop()),
  };
}

/** The migrating session ends, as with a crash, and another one begins. On an engine with one session that one is cleaned. */
export async function reconnect(open: OpenDatabase, signal: AbortSignal): Promise<OpenDatabase> {
  if (!open.server.abilities.secondSession) {
    await open.session.run("rollback");
    await refreshSession(open);
    return open;
  }
  await open.session.close();
  const session = guardSession(await open.database.connect(), signal);
  await session.run(preamble(open.settings));
  return { ...open, session };
}

/** Undoes what a script did to the session, as the next deploy's new session would. */
export async function refreshSession({ session, settings }: OpenDatabase): Promise<void> {
  await session.run(`reset role; reset all; discard temp; ${preamble(settings)}`);
}

/** Parallel workers count their reads elsewhere and hide them from the trace (PostgreSQL manual, 28.2). */
function preamble({ timeZone }: SessionSettings): string {
  const zone = timeZone === null ? "" : `set timezone to ${literal(timeZone)}; `;
  return `${zone}set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 0`;
}
