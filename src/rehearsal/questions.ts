import type { Statement } from "../model/statement.js";
import type { Session } from "./engine.js";
import { LongBlock } from "./long-block.js";
import { clockProbeSql, heldProbeSql, type Probe, readProbe, startProbeSql, totalsSql } from "./probe.js";
import type { Relations } from "./relations.js";

/** Tells the questions of one tracer from those of the one before it in the same session. */
let tracers = 0;

/** What a tracer asks of its session: prepared once, so that a question is two words in the statement's own message. */
export class Questions {
  readonly block: LongBlock;
  private readonly name = `migration_gate_${++tracers}`;
  private prepared = false;

  constructor(
    private readonly session: Session,
    private readonly relations: Relations,
  ) {
    this.block = new LongBlock(relations);
  }

  async prepare(): Promise<void> {
    if (this.prepared) return;
    const questions = { start: startProbeSql(this.relations), held: heldProbeSql(this.relations), clock: clockProbeSql() };
    const all = Object.entries(questions).map(([question, sql]) => `prepare ${this.name}_${question} as ${sql}`);
    await this.session.run(all.join(";\n"));
    this.prepared = true;
  }

  /** The session has forgotten what was prepared. */
  forgotten(): void {
    this.prepared = false;
  }

  /** At the start of a block. */
  get first(): string {
    return `execute ${this.name}_start`;
  }

  /** After a statement of a block; `all`: locks and counters too, not the clock and the log alone. */
  after(statement: Statement): { readonly sql: string; readonly all: boolean } {
    const all = this.block.asks(statement);
    return { sql: `execute ${this.name}_${all ? "held" : "clock"}`, all };
  }

  /** Everything, outside of any block. */
  async totals(): Promise<Probe> {
    return readProbe((await this.session.run(totalsSql(this.relations))).rows[0]);
  }
}
