import type { RunnableScript } from "../model/statement.js";
import type { SqlError } from "./engine.js";

export type RunnableStatement = RunnableScript["statements"][number];

/** A script of statements that a runner understands. */
export type PlayableScript<S extends RunnableStatement> = Omit<RunnableScript, "statements"> & {
  readonly statements: readonly S[];
};

/** Runs single statements; `playScripts` decides which way. Each resolves with what the server refused, and rejects only when it is gone. */
export interface Runner<S extends RunnableStatement> {
  /** Opens the block that a tool or the server opens. */
  begin(): Promise<void>;
  commit(): Promise<SqlError | null>;
  /** Also right after an error, and where nothing is open. */
  rollback(): Promise<void>;
  /** A BEGIN that the script wrote. */
  scriptBegins(statement: S): Promise<SqlError | null>;
  /** A COMMIT or ROLLBACK that the script wrote; `chain` opens the next block at once. */
  scriptEnds(statement: S, chain: boolean): Promise<SqlError | null>;
  /** A statement inside a block. */
  inBlock(statement: S): Promise<SqlError | null>;
  /** A statement of its own that may run in a block. */
  alone(statement: S): Promise<SqlError | null>;
  /** A statement that refuses blocks. */
  bare(statement: S): Promise<SqlError | null>;
  /** A statement that touches no relation, or that must fail outside of a block. */
  plain(statement: S): Promise<SqlError | null>;
  /** Counts as run although the server was not asked; the reason, if any, is for the reader. */
  skip(statement: S, reason: string | null): void;
  /** Something to tell about the last statement. */
  note(message: string): void;
}
