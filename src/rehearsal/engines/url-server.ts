import {
  type Database,
  type DatabaseEntrance,
  EngineLost,
  type Server,
  type Session,
  SqlError,
  type Template,
} from "../engine.js";
import { clearServer } from "./clear-server.js";
import { Ending } from "./ending.js";
import { type MigrationRole, makeMigrationRole } from "./migration-role.js";
import { OpenScratch } from "./open-scratch.js";
import { PgSession } from "./pg-session.js";
import { MARK, scratchNames } from "./scratch-names.js";
import type { ServerAddress } from "./server-address.js";
import type { ServerLogin } from "./server-login.js";
import { urlAbilities } from "./url-abilities.js";

/** However the server behaves, the run ends. */
const END_MS = 25_000;

/** A server that somebody else runs. What the run makes there is dropped at its end. */
export class UrlServer implements Server {
  readonly engineId = "url";
  readonly version: string;
  readonly versionNumber: number;
  #role: MigrationRole | null = null;
  #count = 0;
  readonly #names = scratchNames();
  readonly #made = new Map<string, OpenScratch>();
  /** The database that the URL names, once it is in use. */
  #clone: OpenScratch | null = null;
  readonly #ending: Ending;

  constructor(
    private readonly address: ServerAddress,
    private readonly admin: Session,
    private readonly login: ServerLogin,
    private readonly disposable: boolean,
    signal: AbortSignal,
  ) {
    this.version = login.version;
    this.versionNumber = login.versionNumber;
    this.#ending = new Ending(signal, () => this.#end());
  }

  get abilities() {
    return urlAbilities(this.login, this.#role !== null, this.disposable);
  }

  get description(): string {
    const { host, port } = this.address;
    const where = `PostgreSQL ${this.version} at ${host.startsWith("/") ? host : `${host}:${port}`}`;
    if (this.disposable) return `${where}, its database ${this.address.database} used up, as role ${this.login.user}`;
    return this.#role === null ? `${where}, as role ${this.login.user}` : `${where}, in scratch databases`;
  }

  /** Makes the role that migrates; where it may not be made, or may not log in, the URL's own role migrates. */
  async makeRole(): Promise<void> {
    if (this.disposable) return;
    this.#role = await makeMigrationRole(this.admin, this.#names.role, this.login);
    if (this.#role === null) return;
    try {
      await (await this.#connect(this.address.database, "migrator")).close();
    } catch (error) {
      this.#alive();
      await this.admin.run(`drop role ${this.#role.user}`);
      this.#role = null;
      if (!(error instanceof SqlError)) throw error;
    }
  }

  async database(template?: Template): Promise<Database> {
    this.#alive();
    if (this.disposable) return this.#useClone();
    const name = this.#names.database(++this.#count);
    const scratch = new OpenScratch(name, this.#entrance(name), {
      connect: (as) => this.#connect(name, as),
      drop: async () => {
        await this.admin.run(`drop database if exists ${name} with (force)`);
        this.#made.delete(name);
      },
    });
    this.#made.set(name, scratch);
    await this.admin.run(
      `create database ${name} owner ${this.#owner}${template === undefined ? "" : ` template ${template.id}`}`,
    );
    await this.#prepare(name);
    if (template === undefined) await this.#giveSchema(scratch);
    return scratch;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ending.now();
  }

  get #owner(): string {
    return this.#role?.user ?? `"${this.login.user.replaceAll('"', '""')}"`;
  }

  /** Mark, and settings like those of a private server: nothing in there has to survive a crash. */
  async #prepare(name: string): Promise<void> {
    const [now] = await this.admin.query<{ epoch: string }>("select extract(epoch from now())::bigint::text as epoch");
    await this.admin.run(
      [
        `comment on database ${name} is '${MARK}${now?.epoch ?? "0"}'`,
        `alter database ${name} set jit = off`,
        `alter database ${name} set synchronous_commit = off`,
        `alter database ${name} set timezone = 'UTC'`,
        // Whoever kills us leaves no statement running there (since 14, where the kernel tells of closed sockets).
        ...(this.login.noticesLoss ? [`alter database ${name} set client_connection_check_interval = '2s'`] : []),
        ...(this.login.superuser ? [`alter database ${name} set lc_messages = 'C'`] : []),
      ].join("; "),
    );
  }

  /** Up to 14 the schema belongs to a superuser, and everybody may create in it; since 15 to the owner of the database. */
  async #giveSchema(scratch: OpenScratch): Promise<void> {
    const observer = await scratch.connectAsObserver();
    try {
      await observer.run(`alter schema public owner to ${this.#owner}`);
    } catch (error) {
      if (!(error instanceof SqlError && error.sqlstate === "42501")) throw error;
    }
  }

  #useClone(): Database {
    // Its abilities say so; a caller that asks again has a defect.
    if (this.#clone !== null) throw new Error("a disposable database cannot be had twice");
    const { database } = this.address;
    this.#clone = new OpenScratch(database, this.#entrance(database), {
      connect: (as) => this.#connect(database, as),
      drop: () => Promise.resolve(),
    });
    return this.#clone;
  }

  /** The recording proxy speaks without TLS, so a server that wants it cannot be entered this way. */
  #entrance(database: string): DatabaseEntrance | null {
    const { host, port, user, config } = this.address;
    if (config.ssl !== undefined && config.ssl !== false) return null;
    const password = typeof config.password === "string" ? config.password : null;
    return { host, port, database, ...(this.#role ?? { user, password }) };
  }

  async #connect(database: string, as: "migrator" | "observer"): Promise<Session> {
    this.#alive();
    const identity = as === "migrator" ? this.#role : null;
    const session = await PgSession.open({ ...this.address.config, ...identity, database }, (pid) => this.#cancel(pid));
    if (!this.#ending.begun) return session;
    await session.close();
    throw new EngineLost("the engine has ended");
  }

  async #cancel(pid: number): Promise<void> {
    await this.admin.query("select pg_catalog.pg_cancel_backend($1)", [pid]);
  }

  #alive(): void {
    if (this.#ending.begun) throw new EngineLost("the engine has ended");
  }

  async #end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, END_MS);
    });
    await Promise.race([this.#clear(), late]);
    clearTimeout(timer);
    await this.admin.close();
  }

  async #clear(): Promise<void> {
    const open = [...this.#made.values(), ...(this.#clone === null ? [] : [this.#clone])];
    const nobody = () => Promise.resolve();
    // A session of its own: the other one may be in the middle of something, or be the last that the server takes.
    const janitor = await PgSession.open(this.address.config, nobody).catch(() => this.admin);
    try {
      await clearServer(janitor, {
        pids: [this.admin.backendPid, ...open.flatMap(({ pids }) => pids)],
        databases: [...this.#made.keys()],
        role: this.disposable ? null : this.#names.role,
        rolesBefore: this.login.roles,
        keepsDatabase: this.disposable,
      });
    } catch (error) {
      // A server that is gone keeps what it has until the next run finds it.
      if (!(error instanceof EngineLost)) throw error;
    } finally {
      await Promise.all([...open.map((scratch) => scratch.closeAll()), janitor.close()]);
    }
  }
}
