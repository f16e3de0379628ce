import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { EngineLost, type RunResult, type Session, SqlError } from "../engine.js";
import { AnswerWatch } from "./answer-watch.js";
import { Notices } from "./notices.js";
import { shortened } from "./shortened.js";

/** Commands whose tag counts rows that they changed. */
const CHANGING = new Set(["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"]);

const FAREWELL_MS = 3_000;

/** Rows of a statement that are kept, in bytes: a migration may select as much as it likes. */
const KEPT_BYTES = 16 * 1024 * 1024;

/** A session over a socket. int8 and numeric come as text, json as values: node-postgres' own rules. */
export class PgSession implements Session {
  #notices = new Notices();
  readonly #watch: AnswerWatch;

  private constructor(
    private readonly client: pg.Client,
    readonly backendPid: number,
    private readonly cancelBackend: (pid: number) => Promise<void>,
    private readonly whyLost: () => string | null,
  ) {
    client.on("notice", ({ severity, message }) => this.#notices.add(severity ?? "NOTICE", message ?? ""));
    this.#watch = new AnswerWatch(client.connection.stream);
  }

  /**
   * `signal` gives up an attempt that is still under way; `whyLost` knows better than a connection why its server is gone.
   * @throws EngineLost, or SqlError when the server lets nobody in
   */
  static async open(
    config: pg.ClientConfig,
    cancelBackend: (pid: number) => Promise<void>,
    { signal, whyLost = () => null }: { readonly signal?: AbortSignal | undefined; readonly whyLost?: () => string | null } = {},
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
      return new PgSession(client, rows[0]?.pid ?? 0, cancelBackend, whyLost);
    } catch (error) {
      client.connection.stream.destroy();
      throw explain(error, [], whyLost());
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  run(sql: string): Promise<RunResult> {
    return this.#asking(async () => {
      const results = await this.#results(sql);
      const rowsChanged = results.reduce((sum, { command, rowCount }) => sum + (CHANGING.has(command) ? (rowCount ?? 0) : 0), 0);
      const sets = results.filter(({ fields }) => fields.length > 0).map(({ rows }) => rows as RunResult["rows"]);
      return { rows: sets.at(-1) ?? [], sets, rowsChanged, notices: this.#notices.all };
    }, true);
  }

  /** Rows beyond the limit are dropped, and a notice says so; the last row of each result stays, as do the counts. */
  #results(sql: string): Promise<readonly pg.QueryResult[]> {
    return new Promise((resolve, reject) => {
      const query = new pg.Query<pg.QueryResultRow>(sql);
      let dropped = 0;
      query.on("row", (row, result) => {
        if (result === undefined) return;
        if (this.#watch.rowBytes > KEPT_BYTES && result.rows.length > 0) dropped += result.rows.splice(-1).length;
        result.addRow(row);
      });
      query.on("error", reject);
      query.on("end", (answer: pg.QueryResult | readonly pg.QueryResult[]) => {
        if (dropped > 0) this.#notices.add("WARNING", `${dropped} rows of the answer were not kept: it is too large.`);
        resolve(isSeveral(answer) ? answer : [answer]);
      });
      this.client.query(query);
    });
  }

  query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#asking(async () => (await this.client.query(sql, [...values])).rows as Row[]);
  }

  copyIn(sql: string, data: string): Promise<RunResult> {
    return this.#asking(async () => {
      const sink = this.client.query(copyFrom(sql));
      await pipeline(Readable.from([data]), sink);
      return { rows: [], sets: [], rowsChanged: sink.rowCount, notices: this.#notices.all };
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

  async #asking<T>(action: () => Promise<T>, endless = false): Promise<T> {
    this.#notices = new Notices();
    this.#watch.begin(endless);
    try {
      return await action();
    } catch (error) {
      throw explain(error, this.#notices.all, this.whyLost());
    }
  }
}

function isSeveral(answer: pg.QueryResult | readonly pg.QueryResult[]): answer is readonly pg.QueryResult[] {
  return Array.isArray(answer);
}

/** admin_shutdown, crash_shutdown, cannot_connect_now: the server speaks, and goes. */
const FAREWELL = /^57P0[1-3]$/u;

function explain(error: unknown, notices: RunResult["notices"], whyLost: string | null): Error {
  if (error instanceof pg.DatabaseError && error.code !== undefined && !FAREWELL.test(error.code)) {
    const { message, code, detail, hint, position, schema, table, constraint } = error;
    const subject = { schema, table, constraint };
    const at = position === undefined ? null : Number(position);
    return new SqlError(shortened(message), code, shortenedOrNull(detail), shortenedOrNull(hint), at, notices, subject);
  }
  if (whyLost !== null) return new EngineLost(whyLost, { cause: error });
  return new EngineLost(`the connection to the server is lost (${error instanceof Error ? error.message : String(error)})`, {
    cause: error,
  });
}

function shortenedOrNull(text: string | undefined): string | null {
  return text === undefined ? null : shortened(text);
}
