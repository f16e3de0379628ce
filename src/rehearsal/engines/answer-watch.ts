import type { Duplex } from "node:stream";

const MIB = 1024 * 1024;

/** One value, message or error. node-postgres holds it whole, and cannot make a string of over 512 MB. */
const MOST_IN_A_MESSAGE = 32 * MIB;

/** All rows of one answer. What our own questions answer is far below. */
const MOST_IN_AN_ANSWER = 512 * MIB;

/** A message is a letter and its length, which counts itself (PostgreSQL manual, 55.7). */
const HEAD_BYTES = 5;

const NONE = Buffer.alloc(0);

/** Reads along what a server sends, and hangs up before an answer takes more memory than it may. */
export class AnswerWatch {
  /** Bytes of rows since the last question. */
  rowBytes = 0;
  /** Whether rows are let go by who asked, so that there may be any number of them. */
  endless = false;
  #bodyLeft = 0;
  #head = NONE;

  /** `stream` stands between two messages. */
  constructor(private readonly stream: Duplex) {
    stream.prependListener("data", (chunk: Buffer) => this.#read(chunk));
  }

  begin(endless: boolean): void {
    this.rowBytes = 0;
    this.endless = endless;
  }

  #read(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#bodyLeft > 0) {
        const skipped = Math.min(this.#bodyLeft, chunk.length - at);
        this.#bodyLeft -= skipped;
        at += skipped;
        continue;
      }
      if (this.#head.length === 0 && chunk.length - at >= HEAD_BYTES) {
        this.#begins(chunk.subarray(at, at + HEAD_BYTES));
        at += HEAD_BYTES;
        continue;
      }
      const missing = HEAD_BYTES - this.#head.length;
      this.#head = Buffer.concat([this.#head, chunk.subarray(at, at + missing)]);
      at += missing;
      if (this.#head.length === HEAD_BYTES) this.#begins(this.#head);
    }
  }

  #begins(head: Buffer): void {
    const length = head.readUInt32BE(1);
    this.#head = NONE;
    this.#bodyLeft = length - 4;
    if (head[0] === ROW) this.rowBytes += length;
    if (length > MOST_IN_A_MESSAGE) this.#hangUp(`one message of ${inMegabytes(length)}`);
    else if (this.rowBytes > MOST_IN_AN_ANSWER && !this.endless) this.#hangUp(`rows of over ${inMegabytes(this.rowBytes)}`);
  }

  #hangUp(what: string): void {
    this.stream.destroy(new Error(`it answered with ${what}, which is more than is taken`));
  }
}

const ROW = "D".charCodeAt(0);

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / MIB)} MB`;
}
