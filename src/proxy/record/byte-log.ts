const BLOCK = 65_536;

/** Bytes that come in pieces. Small ones are put together, since a thousand buffers of ten bytes take far more than their bytes. */
export class ByteLog {
  readonly #full: Buffer[] = [];
  #block = Buffer.alloc(0);
  #filled = 0;

  append(bytes: Buffer): void {
    if (bytes.length > this.#block.length - this.#filled) this.#renew(bytes.length);
    bytes.copy(this.#block, this.#filled);
    this.#filled += bytes.length;
  }

  bytes(): Buffer {
    return Buffer.concat([...this.#full, this.#block.subarray(0, this.#filled)]);
  }

  /** A short text gets a short block; a long one, blocks of its size. */
  #renew(needed: number): void {
    if (this.#filled > 0) this.#full.push(this.#block.subarray(0, this.#filled));
    const size = this.#full.length === 0 ? 1024 : BLOCK;
    this.#block = Buffer.allocUnsafeSlow(Math.max(size, needed));
    this.#filled = 0;
  }
}
