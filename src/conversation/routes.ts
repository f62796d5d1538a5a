/** Where each intent leads: the flows say so themselves. */

import type { Flow } from './flow.ts';
import type { Stimulus } from './turn.ts';
import type { Intent } from './understanding/understanding.ts';

/** Intents that no flow opens lead to `home`. Throws if two flows open the same one. */
export function entryTo(flows: readonly Flow[], home: string): (intent: Intent) => Stimulus {
  const entries = new Map<string, { flow: string; input: (intent: Intent) => Record<string, unknown> }>();
  for (const { name: flow, opens } of flows) {
    for (const [intent, input] of Object.entries(opens)) {
      if (entries.has(intent)) throw new Error(`Two flows open the intent ${intent}.`);
      entries.set(intent, { flow, input: input as (intent: Intent) => Record<string, unknown> });
    }
  }
  return (intent) => {
    const entry = entries.get(intent.name);
    return entry
      ? { type: 'open', flow: entry.flow, input: entry.input(intent) }
      : { type: 'open', flow: home, input: {} };
  };
}
