import { isAscii, isUtf8 } from "node:buffer";
import type { ClientMessage } from "../protocol/client-message.js";
import type { ServerMessage } from "../protocol/server-message.js";
import type { Draft } from "./draft.js";
import { excerpt, type Journal, type Session } from "./journal.js";
import type { Request } from "./request.js";
import { literalOf, type Portal, type Prepared } from "./session-names.js";
import { stateAfter } from "./state-after.js";

type Of<Kind extends ClientMessage["kind"]> = Extract<ClientMessage, { kind: Kind }>;

/** Encodings of a client in which reading as UTF-8 is right. */
const READABLE = /^(?:UTF-?8|UNICODE|SQL_ASCII)$/iu;

/** Tag of a statement of which only some rows were fetched, which is always one that gives rows. */
const PARTLY = "SELECT";

/** The statements of one session: what they are called, what state they meet, how they end. */
export class Statements {
  readonly #prepared = new Map<string, Prepared>();
  readonly #portals = new Map<string, Portal>();
  readonly #settings = new Map<string, string>();
  #state: Draft["before"] = "idle";
  #batch = 1;
  #last: Draft | null = null;

  constructor(
    private readonly session: Session,
    private readonly journal: Journal,
  ) {}

  setting(name: string, value: string): void {
    this.#settings.set(name, value);
  }

  ready(state: Draft["before"]): void {
    this.#state = state;
    this.#batch++;
    this.#last = null;
    // No portal of the protocol outlives its transaction (PostgreSQL manual, 55.2.3).
    if (state === "idle") this.#portals.clear();
  }

  /** The statement that a request runs. Fetching more of one that ran is no statement of its own. */
  begin({ message, order }: Request): Draft | null {
    if (message.kind === "query") {
      const { sql, isReadable } = this.#read(message.sql);
      return this.#draft(order, "simple", sql, isReadable ? sql : null);
    }
    const portal = message.kind === "execute" ? this.#portals.get(message.portal) : undefined;
    if (portal === undefined || portal.prepared === null) return null;
    if (portal.draft !== null) return portal.draft;
    portal.draft = this.#draft(order, "extended", portal.prepared.sql, literalOf(portal.prepared, portal.values));
    portal.draft.durationMs = portal.spentMs;
    return portal.draft;
  }

  /** An answer other than an error. False where it does not fit the request. */
  answer(request: ClientMessage, answer: ServerMessage, draft: Draft | null): boolean {
    switch (request.kind) {
      case "parse":
        this.#prepared.set(request.name, this.#prepare(request));
        return answer.kind === "parsed";
      case "bind":
        this.#portals.set(request.portal, this.#bind(request));
        return answer.kind === "bound";
      case "describe":
        return this.#described(request, answer);
      case "close":
        (request.of === "statement" ? this.#prepared : this.#portals).delete(request.name);
        return answer.kind === "closed";
      case "execute":
        return this.#executed(answer, draft);
      default:
        return false;
    }
  }

  /** The statement that an error is about, which may have got no further than being parsed or bound. */
  fail({ message, order }: Request, draft: Draft | null, error: NonNullable<Draft["error"]>): Draft | null {
    // One that had ended well was run once more: that ending stands.
    const hadEnded = draft !== null && message.kind === "execute" && draft.tag !== null && draft.tag !== PARTLY;
    const failed = draft === null || hadEnded ? this.#unstarted(message, order) : draft;
    if (failed === null) return null;
    failed.error = error;
    failed.tag = null;
    return failed;
  }

  /** Sync ends a transaction that nobody began, which a deferred constraint may forbid: all of its statements are undone. */
  failCommit(error: NonNullable<Draft["error"]>): void {
    if (this.#last === null) return;
    this.#last.error = error;
    this.#last.tag = null;
  }

  /** Takes a statement into the journal, or adds to the time of one that is there. */
  keep(draft: Draft, spentMs: number): void {
    draft.durationMs += spentMs;
    if (draft.isEmpty && draft.tag === null && draft.error === null) return;
    this.#state = stateAfter(draft, this.#state);
    this.#last = draft;
    if (draft.isKept) return;
    draft.isKept = true;
    if (draft.literal !== null && draft.literal !== draft.sql) this.journal.take(draft.literal.length);
    this.journal.add(draft, this.session);
  }

  /** Time that was spent before a statement is run: Postgres plans, and waits for locks, while it is parsed and bound. */
  spend(message: ClientMessage, spentMs: number): void {
    if (message.kind === "parse") {
      const prepared = this.#prepared.get(message.name);
      if (prepared !== undefined) prepared.spentMs += spentMs;
    }
    const portal = message.kind === "bind" ? this.#portals.get(message.portal) : undefined;
    if (portal === undefined || portal.prepared === null) return;
    portal.spentMs = spentMs + portal.prepared.spentMs;
    portal.prepared.spentMs = 0;
  }

  #prepare({ sql: bytes, types }: Of<"parse">): Prepared {
    const standardStrings = this.#settings.get("standard_conforming_strings") !== "off";
    return { ...this.#read(bytes), types, standardStrings, cut: null, spentMs: 0 };
  }

  /** A statement that SQL's PREPARE made has a name of the same kind, and is not known here. */
  #bind({ statement, values }: Of<"bind">): Portal {
    return { prepared: this.#prepared.get(statement) ?? null, values, spentMs: 0, draft: null };
  }

  #described(request: Of<"describe">, answer: ServerMessage): boolean {
    const prepared = request.of === "statement" ? this.#prepared.get(request.name) : undefined;
    if (answer.kind === "parameters" && prepared !== undefined) prepared.types = answer.types;
    return answer.kind === "parameters" ? request.of === "statement" : answer.kind === "described-portal";
  }

  #executed(answer: ServerMessage, draft: Draft | null): boolean {
    if (answer.kind !== "complete" && answer.kind !== "suspended" && answer.kind !== "empty") return false;
    if (draft === null) {
      this.journal.say("A statement or cursor that SQL had made was run by its name through the protocol, and is not recorded.");
      return true;
    }
    if (answer.kind === "empty") draft.isEmpty = true;
    else if (draft.tag === null || draft.tag === PARTLY) draft.tag = answer.kind === "complete" ? answer.tag : PARTLY;
    return true;
  }

  #unstarted(message: ClientMessage, order: number): Draft | null {
    const draft = (prepared: Prepared, values: Portal["values"] | null) =>
      this.#draft(order, "extended", prepared.sql, literalOf(prepared, values));
    if (message.kind === "parse") return draft(this.#prepare(message), null);
    if (message.kind === "bind") {
      const prepared = this.#prepared.get(message.statement);
      return prepared === undefined ? null : draft(prepared, message.values);
    }
    const portal = message.kind === "execute" ? this.#portals.get(message.portal) : undefined;
    return portal === undefined || portal.prepared === null ? null : draft(portal.prepared, portal.values);
  }

  #read(bytes: Buffer): { readonly sql: string; readonly isReadable: boolean } {
    const encoding = this.#settings.get("client_encoding") ?? "UTF8";
    const sql = bytes.toString();
    const isReadable = isAscii(bytes) || (isUtf8(bytes) && READABLE.test(encoding));
    if (!isReadable) this.journal.say(`A statement in the encoding ${encoding} could not be read: ${excerpt(sql)}`);
    return { sql, isReadable };
  }

  #draft(order: number, protocol: Draft["protocol"], sql: string, literal: string | null): Draft {
    return {
      order,
      connection: this.session.number,
      batch: this.#batch,
      sql,
      protocol,
      literal,
      before: this.#state,
      copied: null,
      error: null,
      tag: null,
      durationMs: 0,
      isEmpty: false,
      isKept: false,
    };
  }
}
