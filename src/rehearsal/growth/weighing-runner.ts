import type { Statement } from "../../model/statement.js";
import type { Session, SqlError } from "../engine.js";
import type { Runner } from "../runner.js";
import type { Tracer } from "../tracer.js";

const SIZE =
  "select pg_catalog.pg_database_size(oid)::text as bytes from pg_catalog.pg_database where datname = pg_catalog.current_database()";

/**
 * Weighs the database's files before and after each statement, from a session that sees those of open transactions as
 * well: what a rewrite replaces goes away at COMMIT only, and until then both need their place.
 */
export class WeighingRunner implements Runner<Statement> {
  /** By position in the tracer's steps. */
  readonly grown: (number | null)[] = [];

  constructor(
    private readonly tracer: Tracer,
    private readonly onlooker: Session | null,
  ) {}

  begin(): Promise<void> {
    return this.tracer.begin();
  }

  commit(): Promise<SqlError | null> {
    return this.tracer.commit();
  }

  rollback(): Promise<void> {
    return this.tracer.rollback();
  }

  scriptBegins(statement: Statement): Promise<SqlError | null> {
    return this.tracer.scriptBegins(statement);
  }

  scriptEnds(statement: Statement, chain: boolean): Promise<SqlError | null> {
    return this.tracer.scriptEnds(statement, chain);
  }

  inBlock(statement: Statement): Promise<SqlError | null> {
    return this.weighed(() => this.tracer.inBlock(statement));
  }

  alone(statement: Statement): Promise<SqlError | null> {
    return this.weighed(() => this.tracer.alone(statement));
  }

  bare(statement: Statement): Promise<SqlError | null> {
    return this.weighed(() => this.tracer.bare(statement));
  }

  plain(statement: Statement): Promise<SqlError | null> {
    return this.tracer.plain(statement);
  }

  skip(statement: Statement, reason: string | null): void {
    this.tracer.skip(statement, reason);
  }

  note(message: string): void {
    this.tracer.note(message);
  }

  private async weighed(run: () => Promise<SqlError | null>): Promise<SqlError | null> {
    const before = await this.size();
    const error = await run();
    const after = await this.size();
    if (before !== null && after !== null) this.grown[this.tracer.steps.length - 1] = Math.max(0, after - before);
    return error;
  }

  private async size(): Promise<number | null> {
    if (this.onlooker === null) return null;
    return Number((await this.onlooker.query<{ bytes: string }>(SIZE))[0]?.bytes ?? 0);
  }
}
