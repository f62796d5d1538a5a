/** Remembers the last so many outcomes of a pure function. */

export class Memory<V> {
  readonly #capacity: number;
  readonly #known = new Map<string, V>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** What `read` gave for this key before, or gives now. The oldest key gives way when there are too many. */
  recall(key: string, read: () => V): V {
    const known = this.#known.get(key);
    if (known !== undefined || this.#known.has(key)) return known as V;
    const value = read();
    if (this.#known.size >= this.#capacity) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(key, value);
    return value;
  }
}
