import { Malformed } from "./malformed.js";

export interface SplitterOptions {
  /** Whether the body of a message is wanted; others are passed over without being held. */
  readonly wants: (type: string, length: number) => boolean;
  /** `body` is null where it was not wanted. It lies in the bytes that came, which must not be kept for long. */
  readonly onMessage: (type: string, body: Buffer | null) => void;
}

const HEAD = 5;

/** Finds the messages in a stream of bytes. A body is copied only where it comes in several pieces. */
export class Splitter {
  readonly #head = Buffer.alloc(HEAD);
  #headFilled = 0;
  #type = "";
  #left = 0;
  #pieces: Buffer[] | null = null;

  constructor(private readonly options: SplitterOptions) {}

  /** @throws Malformed */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#headFilled < HEAD) {
        at += this.#takeHead(chunk, at);
      } else {
        const end = Math.min(chunk.length, at + this.#left);
        this.#takeBody(chunk.subarray(at, end));
        at = end;
      }
    }
  }

  #takeHead(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.#head, this.#headFilled, at, at + HEAD - this.#headFilled);
    this.#headFilled += copied;
    if (this.#headFilled < HEAD) return copied;
    const length = this.#head.readInt32BE(1);
    if (length < 4) throw new Malformed(`a message with the length ${length}`);
    this.#type = String.fromCharCode(this.#head.readUInt8());
    this.#left = length - 4;
    this.#pieces = this.options.wants(this.#type, this.#left) ? [] : null;
    if (this.#left === 0) this.#finish(this.#pieces === null ? null : Buffer.alloc(0));
    return copied;
  }

  #takeBody(piece: Buffer): void {
    this.#left -= piece.length;
    const pieces = this.#pieces;
    if (this.#left > 0) {
      pieces?.push(piece);
      return;
    }
    if (pieces === null) this.#finish(null);
    else this.#finish(pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]));
  }

  #finish(body: Buffer | null): void {
    this.#headFilled = 0;
    this.#pieces = null;
    this.options.onMessage(this.#type, body);
  }
}
