/** A place where migrations can be rehearsed. A server is slow and started once a run; a database is fast. */
export interface Engine {
  readonly id: "pglite" | "local" | "url";
  /**
   * Starts it. Rejects with ReportableError `engine/unavailable`, whose hint names the next best engine, or
   * `engine/wrong-version`, `engine/not-disposable`. `signal` ends whatever was started; nothing stays behind.
   */
  start(options: EngineOptions): Promise<Server>;
}

export interface EngineOptions {
  /** Major version wanted; null takes the newest found. */
  readonly major: number | null;
  readonly databaseUrl: string | null;
  /** The database that `databaseUrl` names is a clone that may be used up: it is migrated itself. False where not given. */
  readonly disposable?: boolean;
  /** Keeps the world for later runs, or begins with one that an earlier run kept, where the engine can; null keeps nothing. */
  readonly keep?: KeepWorlds | null;
  /** Whether any SQL of the run speaks of this extension; absent where that is not known. An engine may leave out the others. */
  readonly mentions?: (extension: string) => boolean;
  /** Ends the engine, whatever it is doing. */
  readonly signal: AbortSignal;
}

export interface KeepWorlds {
  /** As the setting spells it. */
  readonly folder: string;
  /** Of the world that is wanted. */
  readonly digest: string;
}

export interface EngineAbilities {
  /** A second session can look on and wait (lock probes, CONCURRENTLY). */
  readonly secondSession: boolean;
  /** `statement_timeout` and cancel work. */
  readonly cancel: boolean;
  /** A database can be frozen and copied, and another one made. Else `database()` gives one, once. */
  readonly copies: boolean;
  /** What it cannot witness, as sentences for the report. */
  readonly cannotSee: readonly string[];
}

export interface Server extends AsyncDisposable {
  readonly engineId: Engine["id"];
  /** `15.18`. */
  readonly version: string;
  /** 150018. */
  readonly versionNumber: number;
  /** What was found and taken, for the report: `PostgreSQL 15.18 of this machine`. */
  readonly description: string;
  readonly abilities: EngineAbilities;
  /** The world that this server began with; null or absent where it began empty. */
  readonly kept?: KeptWorld | null;
  /** An empty database owned by the migration role, or a copy of one that was frozen. */
  database(template?: Template): Promise<Database>;
  /** One more of these is wanted soon: it is opened ahead, where waiting for it takes long. At most one at a time. */
  prepare?(template: Template | null): void;
  /** Keeps a world that was frozen, for later runs. Absent where nothing is to be kept. Only while no other session does anything. */
  keep?(world: KeptWorld): Promise<void>;
}

export interface KeptWorld {
  readonly digest: string;
  readonly template: Template;
}

/** A frozen database to copy from. */
export interface Template {
  readonly id: string;
}

/** Where a program of its own enters a database as the role that runs migrations. `host` may be the folder of a socket. */
export interface DatabaseEntrance {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Null where none is asked for. */
  readonly password: string | null;
}

export interface Database {
  readonly name: string;
  /** Null on an engine that no other program can reach. */
  readonly entrance: DatabaseEntrance | null;
  /** A session as the role that runs migrations: owner of the database, no superuser. */
  connect(): Promise<Session>;
  /** A session as superuser, for our own measuring only; never runs a user's SQL. On an engine with one session it is that one. */
  connectAsObserver(): Promise<Session>;
  /** Closes its sessions and keeps its state to copy from. The database itself is used up. */
  freeze(): Promise<Template>;
  drop(): Promise<void>;
}

export interface Session {
  readonly backendPid: number;
  /**
   * Sends one simple query, of one or several statements. Resolves with the rows of the last result.
   * Rejects with SqlError for what the server says, with EngineLost when the server or its process is gone.
   */
  run(sql: string): Promise<RunResult>;
  /** The same with parameters ($1…), for our own queries. */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** `COPY … FROM stdin` with its rows as text. */
  copyIn(sql: string, data: string): Promise<RunResult>;
  /** Asks the server to cancel what runs; on an engine that cannot, ends its process (the session is lost). */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export interface RunResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** The rows of every result that has columns, in the order of the statements. */
  readonly sets: readonly (readonly Readonly<Record<string, unknown>>[])[];
  /** Sum of the counts in the command tags of INSERT, UPDATE, DELETE, MERGE and COPY. */
  readonly rowsChanged: number;
  readonly notices: readonly { readonly severity: string; readonly message: string }[];
}

/** Names as the server gives them with some errors (PostgreSQL manual, 55.8: fields s, t and n). */
export interface SqlSubject {
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
  readonly constraint?: string | undefined;
}

export class SqlError extends Error {
  override readonly name = "SqlError";
  constructor(
    message: string,
    readonly sqlstate: string,
    readonly detail: string | null,
    readonly hint: string | null,
    /** 1-based offset in characters into the query text; null when unknown. */
    readonly position: number | null,
    readonly notices: RunResult["notices"] = [],
    /** What it is about, where the server says so. */
    readonly subject: SqlSubject = {},
  ) {
    super(message);
  }
}

/** The server, its process or the connection is gone. */
export class EngineLost extends Error {
  override readonly name = "EngineLost";
}
