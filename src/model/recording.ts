/** One statement as a tool sent it over the wire. */
export interface RecordedStatement {
  /** Number of the tool's connection, from 1. */
  readonly connection: number;
  /** The text as it was sent; with `extended` it may hold `$1`. A simple query of several statements is one record. */
  readonly sql: string;
  readonly protocol: "simple" | "extended";
  /** `sql` with its parameters written as typed literals; the same as `sql` where there are none; null where one could not be decoded. */
  readonly literal: string | null;
  /** Rows of `COPY … FROM STDIN` as sent; null for everything else. */
  readonly copied: string | null;
  /** State of the session before it (ReadyForQuery: I, T, E). */
  readonly before: "idle" | "transaction" | "failed";
  readonly error: { readonly sqlstate: string; readonly message: string } | null;
  /** Command tag, such as `UPDATE 3`; null when it failed. */
  readonly tag: string | null;
  /** Milliseconds from its sending to its end; behind others in a pipeline, from the end of the one before it. */
  readonly durationMs: number;
  /** Number of the Query or Sync that it ended with. Those of one number share a transaction where none was begun. */
  readonly batch?: number;
}

/** How a session of the tool was opened: its settings hold for every statement, though no statement says so. */
export interface RecordedConnection {
  readonly number: number;
  readonly database: string;
  /** Of the startup message, such as `options`, `TimeZone` or `application_name`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** All that a command sent, in the order of arrival. */
export interface Recording {
  readonly statements: readonly RecordedStatement[];
  /** What could not be recorded, as sentences: a replication connection, an unknown message. Never silent. */
  readonly unseen: readonly string[];
  readonly connections?: readonly RecordedConnection[];
}
