/** Every script of this folder, as it stands: `UPDATE=1` writes down what the bot says now. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openWorld } from '../world.ts';
import { play } from './script.ts';

const folder = new URL('./', import.meta.url);
const START = Date.parse('2027-02-01T15:00:00Z');

for (const file of readdirSync(folder).filter((name) => name.endsWith('.chat'))) {
  it(file.replace('.chat', '').replaceAll('-', ' '), async () => {
    const script = readFileSync(new URL(file, folder), 'utf8');
    const world = await openWorld({ now: START });
    try {
      const played = await play(script, world);
      if (process.env.UPDATE) writeFileSync(new URL(file, folder), played);
      else expect(played).toBe(script);
    } finally {
      await world.close();
    }
  });
}
