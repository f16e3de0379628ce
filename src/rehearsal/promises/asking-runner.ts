import type { PromiseAnswer, Question } from "../../model/promise.js";
import type { Statement } from "../../model/statement.js";
import type { Session, SqlError } from "../engine.js";
import type { Runner } from "../runner.js";
import { askQuestion } from "./ask-question.js";

/** Lets another runner work, and asks right after a statement what was promised of it. */
export class AskingRunner implements Runner<Statement> {
  readonly answers: PromiseAnswer[] = [];

  constructor(
    private readonly runner: Runner<Statement>,
    private readonly session: Session,
    private readonly questions: readonly Question[],
    /** Told after each question. */
    private readonly onAsked: () => void,
  ) {}

  begin(): Promise<void> {
    return this.runner.begin();
  }

  commit(): Promise<SqlError | null> {
    return this.runner.commit();
  }

  rollback(): Promise<void> {
    return this.runner.rollback();
  }

  async scriptBegins(statement: Statement): Promise<SqlError | null> {
    return this.asked(statement, await this.runner.scriptBegins(statement), true);
  }

  async scriptEnds(statement: Statement, chain: boolean): Promise<SqlError | null> {
    return this.asked(statement, await this.runner.scriptEnds(statement, chain), chain);
  }

  async inBlock(statement: Statement): Promise<SqlError | null> {
    return this.asked(statement, await this.runner.inBlock(statement), true);
  }

  async alone(statement: Statement): Promise<SqlError | null> {
    return this.asked(statement, await this.runner.alone(statement), false);
  }

  async bare(statement: Statement): Promise<SqlError | null> {
    return this.asked(statement, await this.runner.bare(statement), false);
  }

  async plain(statement: Statement): Promise<SqlError | null> {
    return this.asked(statement, await this.runner.plain(statement), false);
  }

  skip(statement: Statement, reason: string | null): void {
    this.runner.skip(statement, reason);
  }

  note(message: string): void {
    this.runner.note(message);
  }

  private async asked(statement: Statement, error: SqlError | null, inside: boolean): Promise<SqlError | null> {
    if (error !== null) return error;
    for (const question of this.questions) {
      const { statement: of } = question;
      if (of === null || of.migration !== statement.migration) continue;
      if (of.direction !== statement.direction || of.index !== statement.index) continue;
      this.answers.push(await askQuestion(this.session, question, inside));
      this.onAsked();
    }
    return null;
  }
}
