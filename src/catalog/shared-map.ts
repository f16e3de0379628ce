/**
 * A map that shares its entries with the one that it was copied from, and keeps apart what differs: in a long change each
 * operation makes a catalog that differs in one table of thousands. Its entries stand in the order of any Map.
 */
export class SharedMap<V> extends Map<string, V> {
  readonly #base: ReadonlyMap<string, V>;
  readonly #replaced: Map<string, V>;
  readonly #gone: Set<string>;
  /** What stands behind the entries of the base. */
  readonly #added: Map<string, V>;

  private constructor(base: ReadonlyMap<string, V>, from: SharedMap<V> | null) {
    super();
    this.#base = base;
    this.#replaced = new Map(from === null ? [] : from.#replaced);
    this.#gone = new Set(from === null ? [] : from.#gone);
    this.#added = new Map(from === null ? [] : from.#added);
  }

  /** A map with the same entries, to be written to; the one given must not change any more. */
  static copy<V>(map: ReadonlyMap<string, V>): Map<string, V> {
    if (map.size < SMALL) return new Map(map);
    if (!(map instanceof SharedMap)) return new SharedMap(map, null);
    const shared: SharedMap<V> = map;
    // Copying what differs each time and all entries now and then costs the root of the size for each change.
    const differing = shared.#replaced.size + shared.#gone.size + shared.#added.size;
    return differing > 2 * Math.sqrt(map.size) ? new SharedMap(new Map(map), null) : new SharedMap(shared.#base, shared);
  }

  override get size(): number {
    return this.#base.size - this.#gone.size + this.#added.size;
  }

  override get(key: string): V | undefined {
    const own = this.#added.get(key) ?? this.#replaced.get(key);
    return own !== undefined || this.#gone.has(key) ? own : this.#base.get(key);
  }

  override has(key: string): boolean {
    return this.#added.has(key) || this.#isOfBase(key);
  }

  override set(key: string, value: V): this {
    (this.#isOfBase(key) ? this.#replaced : this.#added).set(key, value);
    return this;
  }

  override delete(key: string): boolean {
    if (this.#added.delete(key)) return true;
    if (!this.#isOfBase(key)) return false;
    this.#gone.add(key);
    this.#replaced.delete(key);
    return true;
  }

  override clear(): void {
    for (const key of this.#base.keys()) this.#gone.add(key);
    this.#replaced.clear();
    this.#added.clear();
  }

  override *entries(): Generator<[string, V], undefined, unknown> {
    for (const entry of this.#base) {
      const [key] = entry;
      if (this.#gone.has(key)) continue;
      const replaced = this.#replaced.get(key);
      yield replaced === undefined ? entry : [key, replaced];
    }
    yield* this.#added;
  }

  override *keys(): Generator<string, undefined, unknown> {
    for (const key of this.#base.keys()) if (!this.#gone.has(key)) yield key;
    yield* this.#added.keys();
  }

  override *values(): Generator<V, undefined, unknown> {
    for (const [, value] of this.entries()) yield value;
  }

  override [Symbol.iterator](): Generator<[string, V], undefined, unknown> {
    return this.entries();
  }

  override forEach(each: (value: V, key: string, map: Map<string, V>) => void, self?: unknown): void {
    for (const [key, value] of this.entries()) each.call(self, value, key, this);
  }

  #isOfBase(key: string): boolean {
    return this.#base.has(key) && !this.#gone.has(key);
  }
}

/** Below this a plain copy costs less than looking twice. */
const SMALL = 64;
