import { Malformed } from "./malformed.js";

/** Reads the fields of a body in their order. @throws Malformed past its end */
export class BodyReader {
  #at = 0;

  constructor(private readonly body: Buffer) {}

  get left(): number {
    return this.body.length - this.#at;
  }

  uint8(): number {
    return this.bytes(1).readUInt8();
  }

  int16(): number {
    return this.bytes(2).readInt16BE();
  }

  uint16(): number {
    return this.bytes(2).readUInt16BE();
  }

  int32(): number {
    return this.bytes(4).readInt32BE();
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE();
  }

  int64(): bigint {
    return this.bytes(8).readBigInt64BE();
  }

  bytes(length: number): Buffer {
    if (length < 0 || length > this.left) throw new Malformed("a message is shorter than its fields");
    this.#at += length;
    return this.body.subarray(this.#at - length, this.#at);
  }

  /** Up to the next zero byte. */
  zeroEnded(): Buffer {
    const end = this.body.indexOf(0, this.#at);
    if (end < 0) throw new Malformed("a text in a message has no end");
    const bytes = this.bytes(end - this.#at);
    this.#at++;
    return bytes;
  }

  text(): string {
    return this.zeroEnded().toString();
  }
}
