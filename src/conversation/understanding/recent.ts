/** What was worked out lately, for words that come again and again; it never holds more than its limit. */

export class Recent<Value> {
  readonly #limit: number;
  readonly #values = new Map<string, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value of the key, worked out when it is not at hand. A full store starts anew, so a flood of new keys costs no memory. */
  get(key: string, work: (key: string) => Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = work(key);
    if (this.#values.size >= this.#limit) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
}
