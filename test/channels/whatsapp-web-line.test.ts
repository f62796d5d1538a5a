/** The line to WhatsApp: paired, kept up, given up where only the operator can go on. */

import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openAuthStore } from '../../src/channels/whatsapp-web/auth-store.ts';
import { endingOf, pauseBefore } from '../../src/channels/whatsapp-web/ending.ts';
import { createVault } from '../../src/domain/people/vault.ts';
import { Paired, vault } from '../testkit/whatsapp-web/paired.ts';

let line: Paired;

beforeEach(async () => {
  line = await Paired.start();
});
afterEach(() => line.stop());

/** Resolves when it has become ready once more. */
async function again(act: () => unknown): Promise<void> {
  const before = line.ready.all.length;
  await act();
  await line.ready.waitFor(() => line.ready.all.length > before);
}

describe('pairing', () => {
  test('by QR: 515 is followed by a second login at once, and the account is known', async () => {
    expect(line.channel.account).toBe('');
    const companion = await line.pair();
    expect(companion.logins).toBe(1);
    expect(line.channel.account).toBe(line.account);
    expect(line.channel.state()).toBe('open');
  });

  test('where nobody can be reached it goes on trying, and does not say that nobody paired', async () => {
    await line.channel.stop();
    line.open({ wait: () => new Promise((resolve) => setImmediate(resolve)) });
    await line.server.stop();
    await line.channel.start(line.host);
    const alarm = await line.alarms.waitFor(() => true);
    expect(alarm).toContain('5 times in a row');
    expect(line.channel.state()).toBe('connecting');
  });

  test('by a code, asked for once', async () => {
    await line.channel.stop();
    line.open({}, line.owner.phone);
    await line.channel.start(line.host);
    const pairing = await line.pairings.waitFor((one) => 'code' in one);
    await line.server.enterCode(line.owner, 'code' in pairing ? pairing.code : '');
    await line.ready.waitFor(() => true);
    expect(line.pairings.all.filter((one) => 'code' in one)).toHaveLength(1);
    expect(line.channel.account).toBe(line.account);
  });

  test('outlives the process: the next start goes on without a QR', async () => {
    await line.pair();
    await line.channel.stop();
    const asked = line.pairings.all.length;
    line.open();
    await again(() => line.channel.start(line.host));
    expect(line.pairings.all).toHaveLength(asked);
  });

  test('fault 27: a stop right after it waits for what was written before', async () => {
    await line.channel.stop();
    let handOver = () => {};
    const wait = (ms: number) =>
      ms === 25_000 ? new Promise<void>((resolve) => (handOver = resolve)) : new Promise<void>(() => {});
    line.open({ wait, handOverMs: 25_000 });
    await line.channel.start(line.host);
    const pairing = await line.pairings.waitFor((one) => 'qr' in one);
    const companion = line.server.scanQr(line.owner, 'qr' in pairing ? pairing.qr : '');
    companion.deliver(await line.ana.stanzaFor(companion, { conversation: 'desde antes' }));
    await line.ready.waitFor(() => true);
    let stopped = false;
    const stopping = line.channel.stop().then(() => {
      stopped = true;
    });
    await line.server.pushEmptyHistory(companion);
    await line.heard('desde antes');
    handOver();
    await stopping;
    expect(stopped).toBe(true);
  });
});

describe('fault 7: an end that passes', () => {
  test.each([503, 500])('%i: it comes back after a pause', async (code) => {
    const companion = await line.pair();
    await again(() => line.server.streamError(companion, code));
    expect(line.alarms.all).toEqual([]);
  });

  test('a line that drops: it comes back', async () => {
    const companion = await line.pair();
    await again(() => line.server.dropLine(companion));
  });

  test('fault 6: a line that has gone silent is noticed and made anew', async () => {
    await line.pair();
    line.server.keepAlive = 'silent';
    const before = line.ready.all.length;
    await line.ready.waitFor(() => {
      if (line.ready.all.length > before) line.server.keepAlive = 'auto';
      return line.ready.all.length > before;
    }, 20_000);
  });

  test('pauses grow from a second to five minutes, and many do not come back together', () => {
    const at = (attempt: number, random: number) => pauseBefore(attempt, () => random);
    expect([1, 2, 3, 8, 20].map((attempt) => at(attempt, 1))).toEqual([1000, 2000, 4000, 128_000, 300_000]);
    expect([1, 2, 3, 8, 20].map((attempt) => at(attempt, 0))).toEqual([1000, 1000, 2000, 64_000, 150_000]);
  });

  test('what each code leads to', () => {
    expect(endingOf(515, true)).toEqual({ next: 'reconnect', at: 'once' });
    for (const code of [428, 408, 503, 500, 599, undefined])
      expect(endingOf(code, false)).toEqual({ next: 'reconnect', at: 'later' });
    for (const code of [401, 403, 405, 411, 440]) expect(endingOf(code, true)).toMatchObject({ next: 'stop' });
    expect(endingOf(408, true)).toMatchObject({ next: 'stop' });
  });
});

describe('fault 8: an end that does not pass', () => {
  test.each([
    [
      'unlinked by its owner',
      'unlinked',
      (of: Paired, to: Awaited<ReturnType<Paired['pair']>>) => of.server.unlink(to),
    ],
    ['taken over', 'taken over', (of: Paired, to: Awaited<ReturnType<Paired['pair']>>) => of.server.replaceSession(to)],
    ['forbidden', 'forbids', (of: Paired, to: Awaited<ReturnType<Paired['pair']>>) => of.server.streamError(to, 403)],
    ['mismatched', 'device', (of: Paired, to: Awaited<ReturnType<Paired['pair']>>) => of.server.streamError(to, 411)],
  ])('%s: it stops, tells the operator once, and does not try again', async (_, word, act) => {
    const companion = await line.pair();
    act(line, companion);
    const alarm = await line.alarms.waitFor(() => true);
    expect(alarm).toContain(word);
    expect(alarm).toContain('Its messages wait.');
    expect(line.channel.state()).toBe('stopped');
    expect(line.channel.ready?.()).toBe(false);
    expect(line.alarms.all).toHaveLength(1);
    expect(companion.logins).toBe(1);
  });
});

describe('what is stored', () => {
  test('fault 26: is held by one process', async () => {
    await line.pair();
    expect(() => openAuthStore(line.authFile, vault)).toThrow(
      `Another process uses the WhatsApp account in ${line.authFile}. Stop it first.`,
    );
  });

  test('cannot be read without the key, nor by another user of the machine', async () => {
    await line.pair();
    expect(statSync(line.authFile).mode & 0o777).toBe(0o600);
    expect(statSync(`${line.authFile}-wal`).mode & 0o777).toBe(0o600);
    await line.channel.stop();
    expect(() => openAuthStore(line.authFile, createVault('ab'.repeat(32)))).toThrow('another DATA_KEY');
    line.open();
  });

  test('can be forgotten', async () => {
    await line.pair();
    await line.channel.stop();
    const store = openAuthStore(line.authFile, vault);
    expect(store.number()).toBe(line.account);
    store.clear();
    expect(store.number()).toBeUndefined();
    store.close();
    line.open();
  });
});
