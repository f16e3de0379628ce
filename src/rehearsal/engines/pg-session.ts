import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { EngineLost, type RunResult, type Session, SqlError } from "../engine.js";

/** Commands whose tag counts rows that they changed. */
const CHANGING = new Set(["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"]);

const FAREWELL_MS = 3_000;

/** A session over a socket. int8 and numeric come as text, json as values: node-postgres' own rules. */
export class PgSession implements Session {
  #notices: { severity: string; message: string }[] = [];

  private constructor(
    private readonly client: pg.Client,
    readonly backendPid: number,
    private readonly cancelBackend: (pid: number) => Promise<void>,
  ) {
    client.on("notice", ({ severity, message }) =>
      this.#notices.push({ severity: severity ?? "NOTICE", message: message ?? "" }),
    );
  }

  /** `signal` gives up an attempt that is still under way. @throws EngineLost, or SqlError when the server lets nobody in */
  static async open(
    config: pg.ClientConfig,
    cancelBackend: (pid: number) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<PgSession> {
    signal?.throwIfAborted();
    const client = new pg.Client(config);
    // A connection that breaks between two requests is told by the next one.
    client.on("error", () => undefined);
    const giveUp = () => client.connection.stream.destroy(new Error("given up"));
    signal?.addEventListener("abort", giveUp);
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>("select pg_catalog.pg_backend_pid() as pid");
      return new PgSession(client, rows[0]?.pid ?? 0, cancelBackend);
    } catch (error) {
      client.connection.stream.destroy();
      throw explain(error, []);
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  run(sql: string): Promise<RunResult> {
    return this.#asking(async () => {
      const answer = (await this.client.query(sql)) as unknown as pg.QueryResult | readonly pg.QueryResult[];
      const results = Array.isArray(answer) ? (answer as readonly pg.QueryResult[]) : [answer as pg.QueryResult];
      const rowsChanged = results.reduce((sum, { command, rowCount }) => sum + (CHANGING.has(command) ? (rowCount ?? 0) : 0), 0);
      const sets = results.filter(({ fields }) => fields.length > 0).map(({ rows }) => rows as RunResult["rows"]);
      return { rows: sets.at(-1) ?? [], sets, rowsChanged, notices: this.#notices };
    });
  }

  query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#asking(async () => (await this.client.query(sql, [...values])).rows as Row[]);
  }

  copyIn(sql: string, data: string): Promise<RunResult> {
    return this.#asking(async () => {
      const sink = this.client.query(copyFrom(sql));
      await pipeline(Readable.from([data]), sink);
      return { rows: [], sets: [], rowsChanged: sink.rowCount, notices: this.#notices };
    });
  }

  cancel(): Promise<void> {
    return this.cancelBackend(this.backendPid);
  }

  async close(): Promise<void> {
    // A server that is gone without a word answers no farewell.
    const impatient = setTimeout(() => this.client.connection.stream.destroy(), FAREWELL_MS);
    // The server may be gone already; the session then is closed all the same.
    await this.client.end().catch(() => undefined);
    clearTimeout(impatient);
  }

  async #asking<T>(action: () => Promise<T>): Promise<T> {
    this.#notices = [];
    try {
      return await action();
    } catch (error) {
      throw explain(error, this.#notices);
    }
  }
}

/** admin_shutdown, crash_shutdown, cannot_connect_now: the server speaks, and goes. */
const FAREWELL = /^57P0[1-3]$/u;

function explain(error: unknown, notices: RunResult["notices"]): Error {
  if (error instanceof pg.DatabaseError && error.code !== undefined && !FAREWELL.test(error.code)) {
    const { message, code, detail, hint, position, schema, table, constraint } = error;
    const subject = { schema, table, constraint };
    const at = position === undefined ? null : Number(position);
    return new SqlError(message, code, detail ?? null, hint ?? null, at, notices, subject);
  }
  return new EngineLost(`the connection to the server is lost (${error instanceof Error ? error.message : String(error)})`, {
    cause: error,
  });
}
