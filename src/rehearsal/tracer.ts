import type { Phase, Step } from "../model/rehearsal.js";
import type { Statement } from "../model/statement.js";
import type { RunResult, Session, SqlError } from "./engine.js";
import { LongBlock } from "./long-block.js";
import { clockProbeSql, heldProbeSql, type Probe, readProbe, startProbeSql, totalsSql } from "./probe.js";
import type { Relations } from "./relations.js";
import type { Runner } from "./runner.js";
import { firstWords } from "./statement-nature.js";
import {
  differencesOf,
  draftStep,
  finishStep,
  type HeldLock,
  newLocks,
  rewritten,
  type StepDraft,
  sqlErrorOr,
  stepErrorOf,
} from "./step-draft.js";
import { beginWaitProbe, type WaitProbe } from "./wait-probe.js";

/** Which questions went with a statement, and when the migration's own clock had it begin. */
interface Asked {
  readonly asksFirst: boolean;
  readonly asksAll: boolean;
  readonly from: number;
}

const NOTHING: Probe = { wal: 0, locks: new Map(), filenodes: new Map(), counts: new Map(), began: 0, ended: 0 };

/** Tells the prepared questions of one tracer from those of the one before it in the same session. */
let tracers = 0;

/**
 * Runs single statements and writes down what each did. Knows nothing of a tool's transaction shape: `playScripts` does.
 * The questions are prepared once and travel in the same message as the statement, which costs no round trip; the server's
 * own clock leaves them out of the statement's time.
 */
export class Tracer implements Runner<Statement> {
  readonly steps: StepDraft[] = [];
  /** Milliseconds that the migration itself has taken: our own questions do not count. */
  private clock = 0;
  private before: Probe = NOTHING;
  private open: HeldLock[] = [];
  private readonly files = new Map<number, number | null>();
  private readonly name = `migration_gate_${++tracers}`;
  private prepared = false;
  /** A block is due whose BEGIN travels with its first statement. */
  private opening = false;
  /** The block has not been asked for its first numbers. */
  private unasked = false;
  /** What the next block starts from, where the last numbers still stand: then it need not be asked. */
  private carried: Probe | null = null;
  private readonly long: LongBlock;

  constructor(
    private readonly session: Session,
    private readonly relations: Relations,
    private readonly phase: Phase,
    /** A second session that can hold a lock in a statement's way; null where the engine has only one. */
    private readonly helper: Session | null,
  ) {
    this.long = new LongBlock(relations);
  }

  finished(): Step[] {
    return this.steps.map((draft) => finishStep(draft, this.relations));
  }

  /** Opens the block that a tool or the server opens. */
  async begin(): Promise<void> {
    await this.prepare();
    this.opening = true;
    this.unasked = this.carried === null;
    if (this.carried !== null) this.before = this.carried;
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
    await this.prepare();
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
      const { before } = this;
      this.release();
      // Counters are handed in between two messages, at the server's own times; those at zero stay there.
      if (before.counts.size === 0 && RUNS_NOTHING_AT_COMMIT.test(firstWords(statement.text)))
        this.carried = { ...NOTHING, wal: before.wal };
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
    const totals = totalsSql(this.relations);
    const before = await this.look(totals);
    for (const [oid, filenode] of before.filenodes) this.files.set(oid, filenode);
    const probe = await beginWaitProbe(statement, this.session, this.helper, this.relations);
    const error = await this.timed(draft, statement.text, statement.copyData, probe);
    if (probe !== null) {
      draft.durationMs = Math.max(0, draft.durationMs - probe.waitedMs());
      draft.locksSeen = probe.seen();
      draft.locks = probe.locks().map((lock) => ({ ...lock, from: 0, until: draft.durationMs }));
    }
    const after = await this.look(totals);
    draft.walBytes = Math.max(0, after.wal - before.wal);
    draft.rewrites = rewritten(after.filenodes, this.files, this.relations);
    Object.assign(draft, differencesOf(before.counts, after.counts, this.relations));
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
    const first = this.unasked ? `execute ${this.name}_start;\n` : "";
    const asksFirst = first !== "";
    const asksAll = this.long.asks(statement);
    const last = asksAll ? `execute ${this.name}_held` : `execute ${this.name}_clock`;
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
    this.prepared = false;
    if (error === null) await this.prepare();
    return error;
  }

  private takeIn(draft: StepDraft, sets: RunResult["sets"], { asksFirst, asksAll, from }: Asked): void {
    const told = readProbe(sets.at(-1)?.[0]);
    const after = asksAll ? told : { ...this.before, wal: told.wal, began: told.began, ended: told.ended };
    if (asksFirst) this.before = readProbe(sets[0]?.[0]);
    this.unasked = false;
    const tookMs = Math.max(0, after.began - (asksFirst ? this.before.ended : 0));
    draft.askedMs = after.ended - after.began + (asksFirst ? this.before.ended - this.before.began : 0);
    this.clock += tookMs - draft.durationMs;
    draft.durationMs = tookMs;
    this.compare(draft, after, from);
  }

  private async prepare(): Promise<void> {
    if (this.prepared) return;
    await this.session.run(
      `prepare ${this.name}_start as ${startProbeSql(this.relations)}; prepare ${this.name}_held as ${heldProbeSql(this.relations)}; prepare ${this.name}_clock as ${clockProbeSql()}`,
    );
    this.prepared = true;
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

  private async look(sql: string): Promise<Probe> {
    this.carried = null;
    return readProbe((await this.session.run(sql)).rows[0]);
  }

  private compare(draft: StepDraft, after: Probe, from: number): void {
    const { before } = this;
    draft.locksSeen = true;
    draft.walBytes = Math.max(0, after.wal - before.wal);
    draft.locks = newLocks(before.locks, after.locks, this.relations).map((lock) => ({ ...lock, from, until: null }));
    draft.rewrites = rewritten(after.filenodes, this.files, this.relations);
    Object.assign(draft, differencesOf(before.counts, after.counts, this.relations));
    // ROLLBACK TO lets go of what was locked since its savepoint.
    for (const lock of this.open) if (!after.locks.get(lock.oid)?.has(lock.mode)) lock.until ??= this.clock;
    this.open = [...this.open.filter(({ until }) => until === null), ...draft.locks];
    // Only what is held was asked; what earlier transactions left in the counters of other tables still stands.
    this.before = { ...after, counts: new Map([...before.counts, ...after.counts]) };
  }

  private release(): void {
    for (const lock of this.open) lock.until ??= this.clock;
    this.open = [];
    this.long.begins();
    this.before = NOTHING;
    this.opening = false;
    this.unasked = false;
  }
}

const FORGETS = /^(deallocate|discard)\b/u;
/** No trigger is deferred by these, so that COMMIT moves no counter (its own record in the log counts for the next statement). */
const RUNS_NOTHING_AT_COMMIT = /^(create|alter|drop|comment|grant|revoke)\b/u;
const TAKES_NO_QUESTION = /^(deallocate|discard|set( local)? transaction|set constraints)\b/u;

/** active_sql_transaction; invalid_transaction_termination (a CALL or DO that commits). */
const REFUSES_BLOCKS: ReadonlySet<string> = new Set(["25001", "2D000"]);
