/** First in, first out, without moving what stands behind. */
export class Queue<Item> {
  #items: Item[] = [];
  #from = 0;

  get length(): number {
    return this.#items.length - this.#from;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item | undefined {
    if (this.#from === this.#items.length) return undefined;
    const item = this.#items[this.#from++];
    if (this.#from > 1024 && this.#from * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#from);
      this.#from = 0;
    }
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#from = 0;
  }
}
