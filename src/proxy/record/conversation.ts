import type { RecordedStatement } from "../../model/recording.js";
import type { ClientMessage } from "../protocol/client-message.js";
import type { ServerMessage } from "../protocol/server-message.js";
import { ByteLog } from "./byte-log.js";
import type { Draft } from "./draft.js";
import { excerpt, type Journal, type Session } from "./journal.js";
import { Queue } from "./queue.js";
import type { Request } from "./request.js";
import { Statements } from "./statements.js";

/** The request that the server is at, and the statement that it is about. */
interface Current extends Request {
  readonly startedAt: number;
  draft: Draft | null;
}

const DESYNCHRONIZED = "was answered out of turn";

/**
 * Matches answers with requests. The server takes requests one after the other, and every kind has answers of its own
 * (PostgreSQL manual, 55.2), so the state is followed as the server has it, not as the client hopes.
 */
export class Conversation {
  readonly #queue = new Queue<Request>();
  readonly #statements: Statements;
  #current: Current | null = null;
  /** After an error the server passes over everything up to the next Sync. */
  #isSkipping = false;
  #isCopying = false;
  /** Syncs that a COPY has swallowed, unless it failed before it read them. */
  #swallowed = 0;
  #lastEnd = 0;

  constructor(
    session: Session,
    private readonly journal: Journal,
    private readonly onKey: (key: string) => void,
  ) {
    this.#statements = new Statements(session, journal);
  }

  /** Null, or how the thread was lost. */
  client(message: ClientMessage): string | null {
    this.#queue.push({ message, order: this.journal.nextOrder(), sentAt: performance.now() });
    return this.#advance();
  }

  /** Null, or how the thread was lost. */
  server(message: ServerMessage): string | null {
    switch (message.kind) {
      case "key":
        this.onKey(message.key);
        return null;
      case "setting":
        this.#statements.setting(message.name, message.value);
        return null;
      case "ready":
        return this.#ready(message.state);
      case "error":
        return this.#failed(message);
      case "copy-both":
        return "began to replicate, which is not recorded";
      default:
        return this.#current === null ? DESYNCHRONIZED : this.#answered(this.#current, message);
    }
  }

  /** Sentences on what the server has not answered. */
  outstanding(how: string): readonly string[] {
    const draft = this.#current?.draft ?? null;
    const waiting = this.#queue.length;
    return [
      ...(draft === null || draft.error !== null
        ? []
        : [`A statement ${how} before its outcome was known: ${excerpt(draft.sql)}`]),
      ...(waiting === 0 ? [] : [`${waiting} messages of a client were not answered when their connection ${how}.`]),
    ];
  }

  /** Keeps what was begun, and forgets the rest. */
  giveUp(how: string): readonly string[] {
    const sentences = this.outstanding(how);
    const current = this.#current;
    if (current?.draft) this.#statements.keep(current.draft, performance.now() - current.startedAt);
    this.#queue.clear();
    this.#current = null;
    return sentences;
  }

  #advance(): string | null {
    while (this.#current === null || this.#isCopying) {
      const request = this.#queue.shift();
      if (request === undefined) return null;
      if (this.#isCopying) this.#copy(request.message);
      else if (!this.#isPassedOver(request.message)) {
        const lost = this.#begin(request);
        if (lost !== null) return lost;
      }
    }
    return null;
  }

  /** Rows for a COPY that has failed are passed over too (PostgreSQL manual, 55.2.7). */
  #isPassedOver({ kind }: ClientMessage): boolean {
    if (this.#isSkipping && kind !== "sync") return true;
    return kind === "flush" || kind === "terminate" || kind === "copy-data" || kind === "copy-done" || kind === "copy-fail";
  }

  #begin(request: Request): string | null {
    const startedAt = Math.max(request.sentAt, this.#lastEnd);
    this.#current = { ...request, startedAt, draft: this.#statements.begin(request) };
    if (request.message.kind === "sync") {
      this.#isSkipping = false;
      this.#swallowed = 0;
    }
    if (request.message.kind !== "function") return null;
    this.journal.say("A function was called by the fast path of the protocol, which is no statement and is not recorded.");
    return null;
  }

  /** Flush and Sync have no effect inside a COPY (PostgreSQL manual, 55.2.7). */
  #copy(message: ClientMessage): void {
    if (message.kind === "copy-data") this.#current?.draft?.copied?.append(message.bytes);
    else if (message.kind === "sync") this.#swallowed++;
    else if (message.kind !== "flush") this.#isCopying = false;
  }

  #answered(current: Current, message: ServerMessage): string | null {
    const { kind } = current.message;
    if (message.kind === "copy-in") return this.#copyIn(current, message.isBinary);
    if (kind === "query") {
      if (message.kind === "complete" && current.draft !== null) {
        current.draft.tag = message.tag;
        this.#isCopying = false;
      } else if (message.kind === "empty" && current.draft !== null) current.draft.isEmpty = true;
      return ["complete", "empty", "described-portal"].includes(message.kind) ? null : DESYNCHRONIZED;
    }
    if (!this.#statements.answer(current.message, message, current.draft)) return DESYNCHRONIZED;
    return message.kind === "parameters" ? null : this.#finish(current);
  }

  #copyIn({ draft }: Current, isBinary: boolean): string | null {
    if (draft === null) return DESYNCHRONIZED;
    if (draft.copied !== null) this.journal.say(`A query with several COPY is recorded as if it had one: ${excerpt(draft.sql)}`);
    if (isBinary) this.journal.say(`The rows of a binary COPY are not known as text: ${excerpt(draft.sql)}`);
    else draft.copied ??= new ByteLog();
    this.#isCopying = true;
    return this.#advance();
  }

  #failed({ sqlstate, message }: Extract<ServerMessage, { kind: "error" }>): string | null {
    const current = this.#current;
    this.#isCopying = false;
    // Such as the end of the server, which ends no statement.
    if (current === null) return null;
    const error = { sqlstate, message };
    const { kind } = current.message;
    if (kind === "function") return null;
    if (kind === "sync") {
      this.#statements.failCommit(error);
      return null;
    }
    current.draft = this.#statements.fail(current, current.draft, error);
    if (kind === "query") return null;
    this.#isSkipping = true;
    return this.#finish(current);
  }

  #ready(state: RecordedStatement["before"]): string | null {
    const current = this.#current;
    if (current === null) {
      if (this.#swallowed > 0) this.#isSkipping = false;
      this.#statements.ready(state);
      return this.#advance();
    }
    if (!["query", "sync", "function"].includes(current.message.kind)) return DESYNCHRONIZED;
    this.#isCopying = false;
    this.#keep(current);
    this.#statements.ready(state);
    return this.#release();
  }

  #finish(current: Current): string | null {
    this.#keep(current);
    return this.#release();
  }

  #release(): string | null {
    this.#current = null;
    return this.#advance();
  }

  #keep({ draft, message, startedAt }: Current): void {
    this.#lastEnd = performance.now();
    const spentMs = this.#lastEnd - startedAt;
    if (draft !== null) this.#statements.keep(draft, spentMs);
    else this.#statements.spend(message, spentMs);
  }
}
