import { type Database, type DatabaseEntrance, EngineLost, type Session } from "../engine.js";

/** How a scratch database of a server is entered and dropped. */
export interface ScratchAccess {
  connect(as: "migrator" | "observer"): Promise<Session>;
  drop(): Promise<void>;
}

/** A database of a server with several sessions. Keeps its sessions, to close them all. */
export class OpenScratch implements Database {
  readonly #sessions = new Set<Session>();
  #closed = false;

  constructor(
    readonly name: string,
    readonly entrance: DatabaseEntrance | null,
    private readonly access: ScratchAccess,
  ) {}

  connect(): Promise<Session> {
    return this.#open("migrator");
  }

  connectAsObserver(): Promise<Session> {
    return this.#open("observer");
  }

  async freeze(): Promise<{ readonly id: string }> {
    await this.closeAll();
    return { id: this.name };
  }

  async drop(): Promise<void> {
    await this.closeAll();
    await this.access.drop();
  }

  /** Backends of the sessions that are open. */
  get pids(): number[] {
    return [...this.#sessions].map(({ backendPid }) => backendPid);
  }

  async closeAll(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions].map((session) => session.close()));
    this.#sessions.clear();
  }

  async #open(as: "migrator" | "observer"): Promise<Session> {
    const session = await this.access.connect(as);
    if (this.#closed) {
      await session.close();
      throw new EngineLost("the database was closed meanwhile");
    }
    this.#sessions.add(session);
    return session;
  }
}
