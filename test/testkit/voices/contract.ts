/** Transcripts by every channel, over its real wire: the same is stored as by the simulator, and all is shown. */

import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChannelOfContract, isLeftOut, withoutLinesOf } from './left-out.ts';
import { openDirectly, openSimulator } from './simulator.ts';
import { playBy } from './stage.ts';
import { openTelegram } from './telegram.ts';
import { openTerminal } from './terminal.ts';
import type { Voice } from './voice.ts';
import { openWhatsappCloud } from './whatsapp-cloud.ts';
import { openWhatsappWeb } from './whatsapp-web.ts';

const folder = new URL('../../chats/', import.meta.url);

const channels: readonly { channel: ChannelOfContract; open(): Promise<Voice> }[] = [
  { channel: 'simulator', open: openSimulator },
  { channel: 'telegram', open: openTelegram },
  { channel: 'whatsapp-web', open: openWhatsappWeb },
  { channel: 'whatsapp-cloud', open: openWhatsappCloud },
  { channel: 'terminal', open: openTerminal },
];

/** Every second transcript, from the first or the second on: two files can be run beside each other. */
export function describeContract(half: 0 | 1): void {
  const transcripts = readdirSync(folder)
    .filter((name) => name.endsWith('.chat'))
    .sort()
    .filter((_, at) => at % 2 === half)
    .map((name) => ({ title: name.replace('.chat', ''), script: readFileSync(new URL(name, folder), 'utf8') }));
  const simulated = new Map<string, Promise<string[]>>();

  /** Each script once, however many channels are compared with it. */
  function onSimulator(script: string): Promise<string[]> {
    const played = simulated.get(script) ?? playBy(openDirectly(), script);
    simulated.set(script, played);
    return played;
  }

  describe.each(channels)('$channel', ({ channel, open }) => {
    let voice: Voice | undefined;
    beforeAll(async () => {
      voice = await open();
    });
    afterAll(() => voice?.close());

    test.each(transcripts.filter((transcript) => !isLeftOut(channel, transcript)))('$title', async (transcript) => {
      if (!voice) throw new Error(`${channel} did not open.`);
      const script = withoutLinesOf(channel, transcript);
      const expected = await onSimulator(script);
      expect(await playBy(voice, script)).toEqual(expected);
    });
  });
}
