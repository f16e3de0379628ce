import type { Phase, Step } from "../model/rehearsal.js";
import type { Statement } from "../model/statement.js";
import type { RunResult, Session, SqlError } from "./engine.js";
import { type Probe, readProbe } from "./probe.js";
import { Questions } from "./questions.js";
import type { Relations } from "./relations.js";
import type { Runner } from "./runner.js";
import { SeenSoFar } from "./seen-so-far.js";
import { firstWords } from "./statement-nature.js";
import { draftStep, finishStep, type StepDraft, sqlErrorOr, stepErrorOf } from "./step-draft.js";
import { beginWaitProbe, type WaitProbe } from "./wait-probe.js";

/** Which questions went with a statement, and when the migration's own clock had it begin. */
interface Asked {
  readonly asksFirst: boolean;
  readonly asksAll: boolean;
  readonly from: number;
}

/**
 * Runs single statements and writes down what each did. Knows nothing of a tool's transaction shape: `playScripts` does.
 * The questions are prepared once and travel in the same message as the statement, which costs no round trip; the server's
 * own clock leaves them out of the statement's time.
 */
export class Tracer implements Runner<Statement> {
  readonly steps: StepDraft[] = [];
  /** Milliseconds that the migration itself has taken: our own questions do not count. */
  private clock = 0;
  private readonly seen: SeenSoFar;
  private readonly questions: Questions;
  /** A block is due whose BEGIN travels with its first statement. */
  private opening = false;
  /** The block has not been asked for its first numbers. */
  private unasked = false;
  /** What the next block starts from, where the last numbers still stand: then it need not be asked. */
  private carried: Probe | null = null;

  constructor(
    private readonly session: Session,
    private readonly relations: Relations,
    private readonly phase: Phase,
    /** A second session that can hold a lock in a statement's way; null where the engine has only one. */
    private readonly helper: Session | null,
  ) {
    this.seen = new SeenSoFar(relations);
    this.questions = new Questions(session, relations);
  }

  finished(): Step[] {
    return this.steps.map((draft) => finishStep(draft, this.relations));
  }

  /** Opens the block that a tool or the server opens. */
  async begin(): Promise<void> {
    await this.questions.prepare();
    this.opening = true;
    this.unasked = this.carried === null;
    if (this.carried !== null) this.seen.startsFrom(this.carried);
  }

  /** Somebody else has used the session: its counters may have moved. */
  interrupted(): void {
    this.carried = null;
  }

  /** Closes it. What only shows at COMMIT (deferred constraints) belongs to the last statement that ran. */
  async commit(): Promise<SqlError | null> {
    if (this.opening) {
      this.release();
      return null;
    }
    const error = await this.timed(null, "commit");
    this.release();
    const last = this.steps.at(-1);
    if (error !== null && last !== undefined) last.error ??= stepErrorOf(error);
    return error;
  }

  /** Also right after an error, and where nothing is open. */
  async rollback(): Promise<void> {
    if (!this.opening) await this.timed(null, "rollback");
    this.release();
  }

  /** A BEGIN that the script wrote. */
  async scriptBegins(statement: Statement): Promise<SqlError | null> {
    await this.questions.prepare();
    const error = await this.timed(this.draft(statement), statement.text);
    this.unasked = error === null;
    return error;
  }

  /** A COMMIT or ROLLBACK that the script wrote; `chain` opens the next block at once. */
  async scriptEnds(statement: Statement, chain: boolean): Promise<SqlError | null> {
    const draft = this.draft(statement);
    if (this.opening) await this.timed(null, "begin");
    const error = await this.timed(draft, statement.text);
    draft.locksSeen = true;
    this.release();
    this.unasked = error === null && chain;
    return error;
  }

  /** A statement inside a block. After an error nothing can be asked until the block ends, so its locks go unseen. */
  inBlock(statement: Statement): Promise<SqlError | null> {
    return this.watched(statement, "");
  }

  /** A statement of its own, in a block made for looking, or without one where it refuses that. */
  async alone(statement: Statement): Promise<SqlError | null> {
    await this.begin();
    const error = await this.watched(statement, ";\ncommit");
    if (error === null) {
      const next = RUNS_NOTHING_AT_COMMIT.test(firstWords(statement.text)) ? this.seen.carried() : null;
      this.release();
      this.carried = next;
      return null;
    }
    await this.rollback();
    if (!REFUSES_BLOCKS.has(error.sqlstate)) return error;
    this.steps.pop();
    return this.bare(statement);
  }

  /** A statement outside of any block. */
  async bare(statement: Statement): Promise<SqlError | null> {
    const draft = this.draft(statement);
    this.carried = null;
    const before = await this.questions.totals();
    this.seen.note(before);
    const probe = await beginWaitProbe(statement, this.session, this.helper, this.relations);
    const error = await this.timed(draft, statement.text, statement.copyData, probe);
    if (probe !== null) {
      draft.durationMs = Math.max(0, draft.durationMs - probe.waitedMs());
      draft.locksSeen = probe.seen();
      draft.locks = probe.locks().map((lock) => ({ ...lock, from: 0, until: draft.durationMs }));
    }
    this.seen.differ(draft, before, await this.questions.totals());
    return error;
  }

  /** A statement that touches no relation: SET, SHOW, or one that must fail. */
  async plain(statement: Statement): Promise<SqlError | null> {
    const draft = this.draft(statement);
    const error = await this.timed(draft, statement.text, statement.copyData);
    draft.locksSeen = error === null;
    return error;
  }

  /** Written down as run although the server was not asked, with the reason as a notice. */
  skip(statement: Statement, reason: string | null): void {
    const draft = this.draft(statement);
    draft.locksSeen = true;
    if (reason !== null) draft.notices = [{ severity: "INFO", message: reason }];
  }

  note(message: string): void {
    const last = this.steps.at(-1);
    if (last !== undefined) last.notices = [...last.notices, { severity: "WARNING", message }];
  }

  /** One message: BEGIN where it is due, the first numbers where they are due, the statement, the numbers after it, and `ending`. */
  private async watched(statement: Statement, ending: string): Promise<SqlError | null> {
    const draft = this.draft(statement);
    const from = this.clock;
    const begin = this.opening ? "begin;\n" : "";
    // A transaction's isolation can only be chosen before its first query; and what forgets our questions cannot be asked.
    if (TAKES_NO_QUESTION.test(firstWords(statement.text))) return this.unwatched(draft, statement, begin, ending);
    const asksFirst = this.unasked;
    const first = asksFirst ? `${this.questions.first};\n` : "";
    const { sql: last, all: asksAll } = this.questions.after(statement);
    if (statement.copyData === null) {
      const message = `${begin}${first}${statement.text}\n;\n${last}${ending}`;
      const error = await this.timed(draft, message);
      this.opening = false;
      if (error === null) this.takeIn(draft, draft.result?.sets ?? [], { asksFirst, asksAll, from });
      return error;
    }
    const before = begin + first === "" ? [] : (await this.session.run(begin + first)).sets;
    this.opening = false;
    const error = await this.timed(draft, statement.text, statement.copyData);
    if (error !== null) return error;
    const { durationMs } = draft;
    const after = (await this.session.run(`${last}${ending}`)).sets;
    this.takeIn(draft, [...before, ...after], { asksFirst, asksAll, from });
    this.clock += durationMs - draft.durationMs;
    draft.durationMs = durationMs;
    return null;
  }

  private async unwatched(
    draft: StepDraft,
    { text, copyData }: Statement,
    begin: string,
    ending: string,
  ): Promise<SqlError | null> {
    const error = await this.timed(draft, `${begin}${text}\n${ending}`, copyData);
    this.opening = false;
    draft.locksSeen = true;
    if (!FORGETS.test(firstWords(text))) return error;
    this.questions.forgotten();
    if (error === null) await this.questions.prepare();
    return error;
  }

  private takeIn(draft: StepDraft, sets: RunResult["sets"], { asksFirst, asksAll, from }: Asked): void {
    const told = readProbe(sets.at(-1)?.[0]);
    if (asksFirst) this.seen.startsFrom(readProbe(sets[0]?.[0]));
    this.unasked = false;
    const { last } = this.seen;
    const tookMs = Math.max(0, told.began - (asksFirst ? last.ended : 0));
    draft.askedMs = told.ended - told.began + (asksFirst ? last.ended - last.began : 0);
    this.clock += tookMs - draft.durationMs;
    draft.durationMs = tookMs;
    this.seen.compare(draft, asksAll ? told : { ...last, wal: told.wal }, from, this.clock);
  }

  private draft(statement: Statement): StepDraft {
    const draft = draftStep({ migration: statement.migration, statement: statement.index, phase: this.phase });
    this.steps.push(draft);
    return draft;
  }

  private async timed(
    draft: StepDraft | null,
    sql: string,
    data: string | null = null,
    probe: WaitProbe | null = null,
  ): Promise<SqlError | null> {
    this.carried = null;
    const begun = performance.now();
    let result: RunResult | null = null;
    let error: SqlError | null = null;
    try {
      const work = data === null ? this.session.run(sql) : this.session.copyIn(sql, data);
      result = await (probe === null ? work : probe.during(work));
    } catch (thrown) {
      error = sqlErrorOr(thrown);
      // A quote that nothing closes is told with all that follows it, our question too.
      error.message = error.message.replace(OUR_QUESTION, "");
    }
    const tookMs = performance.now() - begun;
    this.clock += tookMs;
    if (draft !== null) {
      draft.durationMs = tookMs;
      draft.result = result;
      draft.notices = result?.notices ?? error?.notices ?? [];
      draft.error = error === null ? null : stepErrorOf(error);
    }
    return error;
  }

  private release(): void {
    this.seen.release(this.clock);
    this.questions.block.begins();
    this.opening = false;
    this.unasked = false;
  }
}

const OUR_QUESTION = /\n;\nexecute migration_gate_\d+_\w+[\s\S]*?(?="$)/u;
const FORGETS = /^(deallocate|discard)\b/u;
/** No trigger is deferred by these, so that COMMIT moves no counter (its own record in the log counts for the next statement). */
const RUNS_NOTHING_AT_COMMIT = /^(create|alter|drop|comment|grant|revoke)\b/u;
const TAKES_NO_QUESTION = /^(deallocate|discard|set( local)? transaction|set constraints)\b/u;

/** active_sql_transaction; invalid_transaction_termination (a CALL or DO that commits). */
const REFUSES_BLOCKS: ReadonlySet<string> = new Set(["25001", "2D000"]);
