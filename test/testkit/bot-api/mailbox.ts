/** Things that arrive, and whoever waits for the next one: by a promise, bounded, without sleeping. */

export interface Mailbox<T> {
  put(item: T): void;
  /** The oldest thing not yet taken; waits for it, and rejects after `limitMs` (5 s) naming what was missing. */
  next(limitMs?: number): Promise<T>;
  /** How many lie there untaken. */
  readonly waiting: number;
}

export function createMailbox<T>(name: string): Mailbox<T> {
  const items: T[] = [];
  const takers: ((item: T) => void)[] = [];
  return {
    put(item) {
      const taker = takers.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    next(limitMs = 5_000) {
      const [item] = items.splice(0, 1);
      if (item !== undefined) return Promise.resolve(item);
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          takers.splice(takers.indexOf(taker), 1);
          reject(new Error(`no ${name} came within ${limitMs} ms`));
        }, limitMs);
        const taker = (arrived: T) => {
          clearTimeout(late);
          resolve(arrived);
        };
        takers.push(taker);
      });
    },
    get waiting() {
      return items.length;
    },
  };
}
