import type { Session, SqlError } from "./engine.js";
import type { RunnableStatement, Runner } from "./runner.js";
import { sqlErrorOr } from "./step-draft.js";

/** Runs statements without watching them: for history, seeds, and repeats that were traced before. */
export class QuietRunner implements Runner<RunnableStatement> {
  constructor(private readonly session: Session) {}

  async begin(): Promise<void> {
    await this.session.run("begin");
  }

  commit(): Promise<SqlError | null> {
    return this.send("commit");
  }

  async rollback(): Promise<void> {
    await this.session.run("rollback");
  }

  scriptBegins(statement: RunnableStatement): Promise<SqlError | null> {
    return this.inBlock(statement);
  }

  scriptEnds(statement: RunnableStatement): Promise<SqlError | null> {
    return this.inBlock(statement);
  }

  inBlock(statement: RunnableStatement): Promise<SqlError | null> {
    return this.send(statement.text, statement.copyData);
  }

  alone(statement: RunnableStatement): Promise<SqlError | null> {
    return this.inBlock(statement);
  }

  bare(statement: RunnableStatement): Promise<SqlError | null> {
    return this.inBlock(statement);
  }

  plain(statement: RunnableStatement): Promise<SqlError | null> {
    return this.inBlock(statement);
  }

  skip(): void {}

  note(): void {}

  private async send(sql: string, data: string | null = null): Promise<SqlError | null> {
    try {
      await (data === null ? this.session.run(sql) : this.session.copyIn(sql, data));
      return null;
    } catch (error) {
      return sqlErrorOr(error);
    }
  }
}
