/** Keeps one person, or a machine that plays one, from taking up what all the others need. */

export interface FloodGate {
  /** `last`: the one that is answered with a request for patience; `no`: not read, not kept, not answered. */
  admit(sender: string, now: number): 'yes' | 'last' | 'no';
}

const WINDOW_MS = 60_000;
/** Nobody types faster, also not after hours without a connection. */
const MOST = 60;
/** Senders remembered; past it the oldest go. */
const CAPACITY = 50_000;

/** In memory: a restart forgives. */
export function createFloodGate(most = MOST): FloodGate {
  const counts = new Map<string, { since: number; messages: number }>();
  return {
    admit(sender, now) {
      let count = counts.get(sender);
      if (!count || now - count.since >= WINDOW_MS) {
        counts.delete(sender);
        if (counts.size >= CAPACITY) counts.delete(counts.keys().next().value ?? '');
        count = { since: now, messages: 0 };
        counts.set(sender, count);
      }
      count.messages += 1;
      if (count.messages < most) return 'yes';
      return count.messages === most ? 'last' : 'no';
    },
  };
}
