/** Entries that never change: with a few others it is a second one, which shares the rest instead of copying it. */
export class Layers<V> {
  constructor(
    private readonly base: ReadonlyMap<string, V>,
    private readonly over: ReadonlyMap<string, V> = new Map(),
  ) {}

  get(key: string): V | undefined {
    return this.over.get(key) ?? this.base.get(key);
  }

  with(changes: ReadonlyMap<string, V>): Layers<V> {
    if (changes.size === 0) return this;
    const over = new Map([...this.over, ...changes]);
    // Copying the upper layer each time and the lower one now and then costs the root of the size for each change.
    return over.size ** 2 <= this.base.size + 256 ? new Layers(this.base, over) : new Layers(new Map([...this.base, ...over]));
  }
}
