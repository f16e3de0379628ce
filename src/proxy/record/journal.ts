import type { RecordedConnection, Recording } from "../../model/recording.js";
import { type Draft, recordedOf } from "./draft.js";

/** A connection as the journal sees it. */
export interface Session {
  readonly number: number;
  readonly database: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** Held for a message beside its bytes. */
const OVERHEAD = 200;
const READING =
  /^(?:SELECT|SHOW|SET|RESET|BEGIN|START TRANSACTION|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|DISCARD|DEALLOCATE|FETCH|CLOSE CURSOR)\b/u;

/** All that was recorded, of every connection. */
export class Journal {
  #drafts: Draft[] = [];
  #elsewhere = new Map<string, Draft[]>();
  #sentences = new Set<string>();
  #connections: RecordedConnection[] = [];
  #orders = 0;
  #firstOrder = 1;
  #left: number;

  constructor(
    private readonly database: string,
    private readonly maxBytes: number,
  ) {
    this.#left = maxBytes;
  }

  nextOrder(): number {
    return ++this.#orders;
  }

  open(session: Session): void {
    this.#connections.push(session);
  }

  /** Whether there is room for a message of that length, which may still be on its way, or never come. */
  hasRoom(bytes: number): boolean {
    return bytes + OVERHEAD <= this.#left;
  }

  /** False, and said, where there is no room; then nothing is recorded any more. */
  take(bytes: number): boolean {
    if (this.hasRoom(bytes)) {
      this.#left -= bytes + OVERHEAD;
      return true;
    }
    this.#left = -1;
    this.say(`Recording stopped after ${this.maxBytes} bytes; the statements after that were passed on, and are not known.`);
    return false;
  }

  add(draft: Draft, session: Session): void {
    if (draft.order < this.#firstOrder) return;
    if (session.database === this.database) this.#drafts.push(draft);
    else {
      const others = this.#elsewhere.get(session.database) ?? [];
      others.push(draft);
      this.#elsewhere.set(session.database, others);
    }
  }

  say(sentence: string): void {
    this.#sentences.add(sentence);
  }

  recording(late: readonly string[]): Recording {
    const sentences = new Set([...this.#sentences, ...this.#ranElsewhere(), ...late]);
    const statements = inOrder(this.#drafts).map((draft) =>
      recordedOf(draft, () =>
        sentences.add(`The rows of a COPY are not text in UTF-8, so they are not known: ${excerpt(draft.sql)}`),
      ),
    );
    return { statements, unseen: [...sentences], connections: [...this.#connections] };
  }

  /** `live` are the connections that go on. */
  reset(live: readonly Session[]): void {
    this.#drafts = [];
    this.#elsewhere = new Map();
    this.#sentences = new Set();
    this.#connections = [...live];
    this.#firstOrder = this.#orders + 1;
    this.#left = this.maxBytes;
  }

  /** What only reads in another database cannot matter to this one: tools ask there whether theirs exists. */
  #ranElsewhere(): string[] {
    return [...this.#elsewhere].flatMap(([database, drafts]) => {
      const changing = inOrder(drafts).filter((draft) => draft.error === null && !READING.test(draft.tag ?? ""));
      const [first] = changing;
      if (first === undefined) return [];
      const many = changing.length === 1 ? "A statement" : `${changing.length} statements`;
      return [`${many} ran in another database, \`${database}\`, and is not part of the recording: ${excerpt(first.sql)}`];
    });
  }
}

/** The beginning of a statement, for a sentence. */
export function excerpt(sql: string): string {
  const line = sql.replace(/\s+/gu, " ").trim();
  return line.length > 100 ? `\`${line.slice(0, 100)}…\`` : `\`${line}\``;
}

function inOrder<Item extends Pick<Draft, "order">>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => a.order - b.order);
}
