/** Keeps one person, or a machine that plays one, from taking up what all the others need. */

export interface FloodGate {
  /**
   * `last`: the one that is answered with a request for patience; `no`: not read, not kept, not answered. `key` is the
   * message's: one that was let in is let in again however often it is tried, and counts once.
   */
  admit(sender: string, key: string, now: number): 'yes' | 'last' | 'no';
}

interface FloodOptions {
  /** Messages in a minute, the last of them answered with a request for patience. */
  most?: number;
  /** Somebody has filled one minute after the other, as only a machine does, and is left alone for an hour. */
  onFlood?: () => void;
}

interface Count {
  since: number;
  /** Of the messages let in. */
  keys: Set<string>;
  last?: string;
  /** Windows filled one after the other, this one included. */
  filled: number;
  silentUntil: number;
}

const WINDOW_MS = 60_000;
/** Nobody types faster, also not after hours without a connection. */
const MOST = 60;
/** Two bots that answer each other never stop by themselves. */
const MOST_FILLED = 3;
const SILENCE_MS = 3_600_000;
/** Senders remembered; past it the oldest go. */
const CAPACITY = 50_000;

/** In memory: a restart forgives. */
export function createFloodGate({ most = MOST, onFlood = () => {} }: FloodOptions = {}): FloodGate {
  // In the order in which their windows began.
  const counts = new Map<string, Count>();

  function makeRoom(now: number): void {
    for (const [sender, { since, silentUntil }] of counts) {
      const isOver = now - since >= 2 * WINDOW_MS && now >= silentUntil;
      if (!isOver && counts.size < CAPACITY) return;
      counts.delete(sender);
    }
  }

  function begin(sender: string, now: number, before: Count | undefined): Count {
    const goesOn = before?.last !== undefined && before.silentUntil === 0 && now - before.since < 2 * WINDOW_MS;
    counts.delete(sender);
    makeRoom(now);
    const count: Count = { since: now, keys: new Set(), filled: goesOn ? before.filled : 0, silentUntil: 0 };
    counts.set(sender, count);
    return count;
  }

  function fill(count: Count, key: string, now: number): 'last' {
    count.last = key;
    count.filled += 1;
    if (count.filled >= MOST_FILLED) {
      count.silentUntil = now + SILENCE_MS;
      onFlood();
    }
    return 'last';
  }

  return {
    admit(sender, key, now) {
      const known = counts.get(sender);
      if (known?.keys.has(key)) return known.last === key ? 'last' : 'yes';
      const isOpen = known && (now - known.since < WINDOW_MS || now < known.silentUntil);
      const count = isOpen ? known : begin(sender, now, known);
      if (count.keys.size >= most) return 'no';
      count.keys.add(key);
      return count.keys.size === most ? fill(count, key, now) : 'yes';
    },
  };
}
