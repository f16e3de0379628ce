import type { SqlError } from "./engine.js";
import type { Failure } from "./failure.js";
import type { PlayableScript, RunnableStatement, Runner } from "./runner.js";
import { natureOf } from "./statement-nature.js";
import { stepErrorOf } from "./step-draft.js";

/** Who opened the transaction block that is open: the tool, the script, or the server for a message of several statements. */
type Block = "none" | "tool" | "script" | "message";

/** A statement that is not sent, and why, in words for the reader; null where it is to be sent. */
export type Skip = (text: string) => string | null;

/** Runs scripts one after the other in one session, each in its tool's transaction shape, and stops at the first error as the tool would. */
export async function playScripts<S extends RunnableStatement>(
  scripts: readonly PlayableScript<S>[],
  runner: Runner<S>,
  skip: Skip,
): Promise<Failure | null> {
  const player = new Player(runner, skip);
  for (const script of scripts) {
    const failure = await player.script(script);
    if (failure !== null) return failure;
  }
  return player.end(scripts.at(-1));
}

class Player<S extends RunnableStatement> {
  private block: Block = "none";

  constructor(
    private readonly runner: Runner<S>,
    private readonly skip: Skip,
  ) {}

  async script(script: PlayableScript<S>): Promise<Failure | null> {
    const shape = script.transaction;
    if (this.block === "tool" && shape !== "all") {
      const failure = await this.commit(script);
      if (failure !== null) return failure;
    }
    if ((shape === "file" || shape === "all") && this.block === "none") await this.begin("tool");
    for (const message of messagesOf(script)) {
      const failure = await this.message(message, script);
      if (failure !== null) return this.abandon(failure);
    }
    return shape === "all" && this.block === "tool" ? null : this.endOfScript(script);
  }

  async end(last: PlayableScript<S> | undefined): Promise<Failure | null> {
    return this.block === "none" || last === undefined ? null : this.commit(last);
  }

  private async endOfScript(script: PlayableScript<S>): Promise<Failure | null> {
    if (this.block === "none") return null;
    // psql ends its session with the file; golang-migrate gives up on a connection that is still in a transaction.
    if (this.block === "script" && script.transaction !== "file") {
      await this.rollback();
      this.runner.note("The script ends inside a transaction that nobody commits: all of it was undone.");
      return null;
    }
    return this.commit(script);
  }

  /** PostgreSQL manual, 55.2.2.1: several statements in one message form one transaction, unless they begin or end one themselves. */
  private async message(statements: readonly S[], script: PlayableScript<S>): Promise<Failure | null> {
    for (const statement of statements) {
      const error = await this.statement(statement, statements.length > 1);
      if (error !== null) return failureOf(error, script, statement);
    }
    const last = statements.at(-1);
    if (this.block !== "message" || last === undefined) return null;
    this.block = "none";
    const error = await this.runner.commit();
    return error === null ? null : failureOf(error, script, last);
  }

  private async statement(statement: S, oneOfSeveral: boolean): Promise<SqlError | null> {
    const reason = this.skip(statement.text);
    if (reason !== null) {
      this.runner.skip(statement, reason);
      return null;
    }
    const nature = natureOf(statement.text);
    switch (nature.kind) {
      case "begin":
        return this.scriptBegins(statement);
      case "commit":
      case "rollback":
        return this.scriptEnds(statement, nature.chain);
      case "savepoint":
        return this.savepoint(statement);
      case "psql":
        return null;
    }
    if (this.block === "none" && oneOfSeveral) await this.begin("message");
    if (this.block !== "none") return this.runner.inBlock(statement);
    if (nature.kind === "no-block") return this.runner.bare(statement);
    return nature.kind === "plain" ? this.runner.alone(statement) : this.runner.plain(statement);
  }

  private async scriptBegins(statement: S): Promise<SqlError | null> {
    if (this.block === "message") {
      // The block of the message becomes one of the script's own, without a word from the server.
      this.block = "script";
      this.runner.skip(statement, null);
      return null;
    }
    if (this.block !== "none") return this.runner.inBlock(statement);
    const error = await this.runner.scriptBegins(statement);
    if (error === null) this.block = "script";
    return error;
  }

  private async scriptEnds(statement: S, chain: boolean): Promise<SqlError | null> {
    if (this.block === "none") return this.runner.plain(statement);
    const error = await this.runner.scriptEnds(statement, chain);
    this.block = chain && error === null ? "script" : "none";
    return error;
  }

  private async savepoint(statement: S): Promise<SqlError | null> {
    if (this.block === "tool" || this.block === "script") return this.runner.inBlock(statement);
    // The block of a message takes no savepoints. The server says so itself once ours is out of the way.
    if (this.block === "message") await this.rollback();
    return this.runner.plain(statement);
  }

  private async begin(block: Block): Promise<void> {
    await this.runner.begin();
    this.block = block;
  }

  private async commit(script: PlayableScript<S>): Promise<Failure | null> {
    this.block = "none";
    const error = await this.runner.commit();
    const last = script.statements.at(-1);
    return error === null || last === undefined ? null : failureOf(error, script, last);
  }

  private async rollback(): Promise<void> {
    await this.runner.rollback();
    this.block = "none";
  }

  private async abandon(failure: Failure): Promise<Failure> {
    await this.rollback();
    return failure;
  }
}

function messagesOf<S extends RunnableStatement>({ statements }: PlayableScript<S>): S[][] {
  const messages: S[][] = [];
  for (const statement of statements) {
    const last = messages.at(-1);
    if (last?.[0]?.piece === statement.piece) last.push(statement);
    else messages.push([statement]);
  }
  return messages;
}

function failureOf(error: SqlError, { migration }: PlayableScript<RunnableStatement>, { index }: RunnableStatement): Failure {
  return { ...stepErrorOf(error), migration, statement: index };
}
