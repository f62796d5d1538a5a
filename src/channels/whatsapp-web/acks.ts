/** Waits for WhatsApp's word on each message: a send "succeeds" as soon as its bytes are on the line. */

export type Ack =
  | { ack: 'accepted' }
  | { ack: 'refused'; code: string }
  /** The line broke before it came. */
  | { ack: 'broken' }
  | { ack: 'none' };

export class Acks {
  readonly #waiting = new Map<string, (ack: Ack) => void>();

  /** `none` when `given` resolves first. */
  expect(id: string, given: Promise<void>): Promise<Ack> {
    const { promise, resolve } = Promise.withResolvers<Ack>();
    const settle = (ack: Ack) => {
      this.#waiting.delete(id);
      resolve(ack);
    };
    this.#waiting.set(id, settle);
    void given.then(() => settle({ ack: 'none' }));
    return promise;
  }

  /** No more acknowledgements come on this line. */
  breakAll(): void {
    for (const settle of [...this.#waiting.values()]) settle({ ack: 'broken' });
  }

  /** False if nobody waits for this message any more. */
  settle(id: string, ack: Ack): boolean {
    const settle = this.#waiting.get(id);
    settle?.(ack);
    return settle !== undefined;
  }
}
