/** What keeps a channel from haste and from hanging: pauses that grow, that outlive the process, and files that stall. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endingOf } from '../../src/channels/whatsapp-web/ending.ts';
import { DEFAULT_TIMING, type Timing } from '../../src/channels/whatsapp-web/timing.ts';
import { outgoing } from '../testkit/outgoing.ts';
import type { Companion } from '../testkit/whatsapp-web/companion.ts';
import * as content from '../testkit/whatsapp-web/content.ts';
import { Paired } from '../testkit/whatsapp-web/paired.ts';

let line: Paired;
let companion: Companion;

beforeEach(async () => {
  line = await Paired.start();
  companion = await line.pair();
});
afterEach(() => line.stop());

/** Resolves when it has become ready once more. */
async function again(act: () => unknown): Promise<void> {
  const before = line.ready.all.length;
  await act();
  await line.ready.waitFor(() => line.ready.all.length > before);
}

async function restart(timing: Partial<Timing>): Promise<void> {
  await line.channel.stop();
  line.open(timing);
  await again(() => line.channel.start(line.host));
}

const quickly: Timing['wait'] = (ms, signal) => DEFAULT_TIMING.wait(ms / 100, signal);

describe('a line that opens and dies at once', () => {
  test.each([
    [503, [1000, 2000, 4000, 8000, 16_000, 32_000]],
    [515, [2000, 4000, 8000, 16_000, 32_000]],
  ])('%i: pauses grow until it holds, with one alarm', async (code, expected) => {
    const pauses: number[] = [];
    let now = 1_000_000;
    await restart({
      random: () => 1,
      clock: () => now,
      wait(ms, signal) {
        pauses.push(ms);
        return quickly(ms, signal);
      },
    });
    pauses.length = 0;
    for (let end = 0; end < 6; end++) await again(() => line.server.streamError(companion, code));
    expect(pauses).toEqual(expected);
    expect(line.alarms.all).toEqual([
      'The line to WhatsApp Web was not reached, or did not hold, 5 times in a row; it is tried on.',
    ]);
    now += 120_000;
    pauses.length = 0;
    await again(() => line.server.streamError(companion, code));
    expect(pauses).toEqual(code === 515 ? [] : [1000]);
  });

  test('what does not pass tells how to pair anew', () => {
    for (const code of [401, 403, 411]) {
      const { alarm } = endingOf(code, true) as { alarm: string };
      expect(alarm).toMatch(/stop the bot.*whatsapp unpair.*whatsapp pair.*start the bot again/);
    }
  });
});

test('the pause after a refusal outlives the process', async () => {
  let now = 1_000_000;
  const clock = () => now;
  await restart({ clock });
  await line.ana.sendText(companion, 'hola');
  await line.heard('hola');
  line.server.nackNext = 463;
  await line.channel.send({ kind: 'wa_lid', value: line.ana.lid }, outgoing({ text: 'Hola' }, { key: 'k' }));
  expect(line.channel.ready?.()).toBe(false);
  await restart({ clock });
  expect(line.channel.ready?.()).toBe(false);
  now += 3_600_000;
  expect(line.channel.ready?.()).toBe(true);
});

describe('files', () => {
  const unsupported = () => line.inbound.waitFor((one) => one.content.type === 'unsupported');

  test('that are too large are not even asked for, and none is believed to be small', async () => {
    const photo = await line.server.media.put('image', Buffer.from('jpeg'));
    await line.ana.send(companion, content.image('grande', { ...photo, fileLength: 10 * 1024 * 1024 + 1 }));
    await unsupported();
    expect(line.server.media.asked).toBe(0);
    const large = await line.server.media.put('document', Buffer.alloc(10 * 1024 * 1024 + 100));
    await line.ana.send(companion, content.document('acta.pdf', 'application/pdf', { ...large, fileLength: 5 }));
    await line.inbound.waitFor(() => line.inbound.all.length === 2);
    expect(line.inbound.all.map((one) => one.content)).toEqual([
      { type: 'unsupported', what: 'other' },
      { type: 'unsupported', what: 'other' },
    ]);
  });

  test.each([
    'silent',
    'stalled',
    'broken',
  ] as const)('%s: given up in time, and the person is answered', async (how) => {
    await restart({ fileMs: 2_000 });
    line.server.media.downloads = how;
    await line.ana.send(companion, content.image('', await line.server.media.put('image', Buffer.alloc(100_000))));
    await unsupported();
    await line.ana.sendText(companion, 'sigo aquí');
    await line.heard('sigo aquí');
  });

  test('that stall do not hold up the end', async () => {
    const fileMs = 12_345;
    await restart({
      fileMs,
      wait: (ms, signal) => (ms === fileMs ? new Promise(() => {}) : quickly(ms, signal)),
    });
    line.server.media.downloads = 'stalled';
    await line.ana.send(companion, content.image('', await line.server.media.put('image', Buffer.alloc(100_000))));
    await line.ana.sendText(companion, 'ya');
    await line.heard('ya');
    await line.channel.stop();
    await unsupported();
    line.open();
  });
});

test('a message that cannot be stored at the end is told to be lost', async () => {
  line.beforeStoring = async () => {
    throw new Error('SQLITE_BUSY');
  };
  await restart({ wait: (_, signal) => DEFAULT_TIMING.wait(3_600_000, signal) });
  await line.ana.sendText(companion, 'palabra privada');
  await line.alarms.waitFor(() => true);
  await line.channel.stop();
  expect(line.alarms.all).toEqual([
    'A message of WhatsApp could not be stored; it is tried on.',
    'A message of WhatsApp is lost.',
  ]);
  line.beforeStoring = async () => {};
  line.open();
});
