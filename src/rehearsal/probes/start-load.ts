import type { Step, TableProbe } from "../../model/rehearsal.js";
import type { Session } from "../engine.js";
import type { OpenDatabase } from "../open-database.js";
import { Client } from "./client.js";
import { readVictim } from "./read-victim.js";
import { waitsOf } from "./waits-of.js";

/** Readers and writers at work on the tables of a change. */
export interface Load {
  /** Ends them and tells what they met. `begun` are the starts of the steps, as `performance.now()` gives them. Never rejects. */
  end(phase: TableProbe["phase"], steps: readonly TimedStep[]): Promise<TableProbe[]>;
}

export interface TimedStep extends Pick<Step, "migration" | "statement" | "locks"> {
  readonly startedAt: number;
  /** Milliseconds that our own questions took right before and after the statement. */
  readonly askedMs: number;
}

/** More tables are not watched: each takes two sessions. */
export const MOST_TABLES = 16;

/** Queries a second, all sessions together: they share the machine with the change. */
const RATE = 250;

const FASTEST_MS = 8;

/**
 * Somebody who waits for one lock may hold another that the change wants next. In production that is a deadlock, and the
 * change may be its victim; here nobody waits as long as deadlock_timeout (1 s), and asks again.
 */
const LONGEST_WAIT_MS = 400;

/** Queries of each session before the change begins. */
const CALM = 5;

/**
 * Starts a reader and a writer for each table, in sessions of their own, and waits until each knows how long it takes when
 * nothing is in its way. They change nothing: the queries match no row, and the row that a writer asks for is let go at once.
 * @param tables keys of tables that were there before the change.
 */
export async function startLoad({ database }: OpenDatabase, tables: readonly string[]): Promise<Load> {
  const watched = tables.slice(0, MOST_TABLES);
  const intervalMs = Math.max(FASTEST_MS, (watched.length * 2 * 1000) / RATE);
  const sessions: Session[] = [];
  const connect = async () => {
    const session = await database.connect();
    sessions.push(session);
    await session.run(`set lock_timeout to ${LONGEST_WAIT_MS}`);
    return session;
  };
  const pairs: { relation: string; reader: Client; writer: Client }[] = [];
  for (const relation of watched) {
    const [one, other] = await Promise.all([connect(), connect()]);
    const victim = await readVictim(relation, one);
    if (victim === null) continue;
    const { reading, writing, prepare } = victim;
    pairs.push({
      relation,
      reader: new Client(one, reading, prepare, intervalMs),
      writer: new Client(other, writing, null, intervalMs),
    });
  }
  const clients = pairs.flatMap(({ reader, writer }) => [reader, writer]);
  await Promise.all(clients.map((client) => client.calm(CALM)));
  for (const client of clients) client.start();
  return {
    async end(phase, steps) {
      await Promise.all(clients.map((client) => client.stop()));
      await Promise.all(sessions.map((session) => session.close()));
      return pairs.map(({ relation, reader, writer }) => ({
        relation,
        phase,
        reads: waitsOf(relation, reader.record(), steps),
        writes: waitsOf(relation, writer.record(), steps),
      }));
    },
  };
}
