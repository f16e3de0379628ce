import { readClientMessage } from "../protocol/client-message.js";
import { Malformed } from "../protocol/malformed.js";
import { isWantedOfServer, readServerMessage } from "../protocol/server-message.js";
import { Splitter } from "../protocol/splitter.js";
import { Conversation } from "./conversation.js";
import type { Journal, Session } from "./journal.js";

/** Listens to the bytes of one session, in both directions. Never throws for what it hears: it says that it lost the thread. */
export class SessionRecorder {
  readonly #conversation: Conversation;
  readonly #ofClient: Splitter;
  readonly #ofServer: Splitter;
  #lost: string | null = null;

  constructor(
    readonly session: Session,
    private readonly journal: Journal,
    onKey: (key: string) => void,
  ) {
    this.#conversation = new Conversation(session, journal, onKey);
    this.#ofClient = new Splitter({
      wants: (_, length) => this.#lost === null && journal.hasRoom(length),
      onMessage: (type, body) => this.#clientSays(type, body),
    });
    this.#ofServer = new Splitter({
      wants: (type) => this.#lost === null && isWantedOfServer(type),
      onMessage: (type, body) => this.#serverSays(type, body),
    });
    const replication = session.settings["replication"] ?? "false";
    if (!/^(?:false|f|off|no|n|0)?$/iu.test(replication)) this.#lose("opened a replication connection, which is not recorded");
  }

  client(chunk: Buffer): void {
    this.#hear(this.#ofClient, chunk);
  }

  server(chunk: Buffer): void {
    this.#hear(this.#ofServer, chunk);
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#lost !== null) return;
    for (const sentence of this.#conversation.giveUp("ended")) this.journal.say(sentence);
    this.#lost = "";
  }

  /** What has not ended yet, as sentences. */
  pending(): readonly string[] {
    return this.#lost === null ? this.#conversation.outstanding("has not ended") : [];
  }

  /** The journal begins again; what this session lost is lost still. */
  repeat(): void {
    if (this.#lost !== null && this.#lost !== "") this.journal.say(this.#lost);
  }

  #hear(splitter: Splitter, chunk: Buffer): void {
    if (this.#lost !== null) return;
    try {
      splitter.push(chunk);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#lose(`sent ${error.message}`);
    }
  }

  #clientSays(type: string, body: Buffer | null): void {
    if (this.#lost !== null) return;
    // Null where it alone is more than there was room for.
    if (body === null || !this.journal.take(body.length)) {
      if (body === null) this.journal.take(Number.POSITIVE_INFINITY);
      this.#lose("was not recorded to its end");
      return;
    }
    const message = readClientMessage(type, body);
    if (message === null) this.#lose(`sent a message of the unknown type ${JSON.stringify(type)}`);
    else this.#follow(() => this.#conversation.client(message));
  }

  #serverSays(type: string, body: Buffer | null): void {
    if (this.#lost !== null) return;
    const message = readServerMessage(type, body);
    if (message === null) this.#lose(`was answered with a message of the unknown type ${JSON.stringify(type)}`);
    else if (message !== "passed-over") this.#follow(() => this.#conversation.server(message));
  }

  #follow(step: () => string | null): void {
    const lost = step();
    if (lost !== null) this.#lose(lost);
  }

  #lose(how: string): void {
    this.#lost = `Connection ${this.session.number} ${how}; what it did after that is not known.`;
    this.journal.say(this.#lost);
    for (const sentence of this.#conversation.giveUp("was lost sight of")) this.journal.say(sentence);
  }
}
