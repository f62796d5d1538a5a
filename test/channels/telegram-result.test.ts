/** Telegram outwards: what each answer of the server, or its absence, means for delivery. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTelegram, type Telegram } from '../../src/channels/telegram/telegram.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';
import { createPauses, type Pauses } from '../testkit/bot-api/host.ts';
import type { User } from '../testkit/bot-api/user.ts';
import { telegramTexts, toTelegram } from '../testkit/outgoing.ts';

const token = '7000:test-token_of-the-bot-AAAAAAAAAA';
let api: BotApi;
let pauses: Pauses;
let telegram: Telegram;
let ana: User;

beforeEach(async () => {
  api = await startBotApi({ token });
  pauses = createPauses();
  telegram = createTelegram({ token, texts: telegramTexts, apiRoot: api.root, timing: { wait: pauses.wait } });
  ana = api.user(501);
});

afterEach(async () => {
  await telegram.stop();
  await api.close();
});

describe('what became of it', () => {
  const hola: Reply = { text: 'hola' };

  test.each<[number, string | undefined, object]>([
    [429, undefined, { outcome: 'retry', afterMs: 9000 }],
    [500, undefined, { outcome: 'retry', reason: '500 Internal Server Error' }],
    [502, undefined, { outcome: 'retry', reason: '502 Bad Gateway' }],
    [504, 'Gateway Timeout', { outcome: 'unconfirmed' }],
    [401, undefined, { outcome: 'channel-down', reason: '401 Unauthorized' }],
    [403, undefined, { outcome: 'unreachable', reason: '403 Forbidden: bot was blocked by the user' }],
    [400, 'Bad Request: user is deactivated', { outcome: 'unreachable' }],
    [400, 'Bad Request: PEER_ID_INVALID', { outcome: 'unreachable' }],
    [400, 'Bad Request: message is too long', { outcome: 'rejected', reason: '400 Bad Request: message is too long' }],
    [413, 'Request Entity Too Large', { outcome: 'rejected' }],
  ])('%i %s', async (code, description, result) => {
    api.failNext('sendMessage', {
      code,
      ...(description === undefined ? {} : { description }),
      ...(code === 429 ? { retryAfter: 9 } : {}),
    });
    expect(await telegram.send(...toTelegram('501', hola))).toMatchObject(result);
    expect(ana.messages()).toHaveLength(0);
  });

  test('a person who blocked the bot, left, or never began', async () => {
    ana.block();
    expect(await telegram.send(...toTelegram('501', hola))).toMatchObject({ outcome: 'unreachable' });
    ana.leave();
    expect(await telegram.send(...toTelegram('501', hola))).toMatchObject({ outcome: 'unreachable' });
    expect(await telegram.send(...toTelegram('999', hola))).toMatchObject({
      outcome: 'unreachable',
      reason: '400 Bad Request: chat not found',
    });
  });

  test("a proxy's page counts by its status", async () => {
    api.pageNext('sendMessage', 502);
    expect(await telegram.send(...toTelegram('501', hola))).toMatchObject({ outcome: 'retry' });
    api.pageNext('sendMessage', 200);
    expect(await telegram.send(...toTelegram('501', hola))).toMatchObject({ outcome: 'unconfirmed' });
  });

  test('a line that broke after the request left is unconfirmed, with nothing of it in the reason', async () => {
    api.dropAfterAccept('sendMessage');
    const result = await telegram.send(...toTelegram('501', { text: 'palabra privada' }));
    expect(result).toEqual({ outcome: 'unconfirmed', reason: 'no answer: ECONNRESET' });
    expect(ana.messages()).toHaveLength(1);
  });

  test('no reason ever holds the token', async () => {
    api.failNext('sendMessage', { code: 400, description: `Bad Request: bad URL https://x/bot${token}/sendMessage` });
    expect(await telegram.send(...toTelegram('501', hola))).toEqual({
      outcome: 'rejected',
      reason: '400 Bad Request: bad URL https://x/bot<token>/sendMessage',
    });
  });

  test('after the stop nothing leaves, and delivery keeps it', async () => {
    await telegram.stop();
    expect(await telegram.send(...toTelegram('501', hola))).toMatchObject({ outcome: 'retry' });
    expect(ana.messages()).toHaveLength(0);
  });

  test('an upload whose answer was lost is unconfirmed too', async () => {
    api.dropAfterAccept('sendPhoto');
    const image = { name: 'mapa.png', mime: 'image/png', data: 'UE5H' };
    expect(await telegram.send(...toTelegram('501', { text: 'Mire', image }))).toMatchObject({
      outcome: 'unconfirmed',
    });
  });

  describe('without a server that answers', () => {
    let mute: Server;
    let apiRoot: string;

    beforeEach(async () => {
      mute = createServer(() => undefined);
      await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
      apiRoot = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    });

    afterEach(() => {
      mute.closeAllConnections();
      mute.close();
    });

    test('nobody listens: nothing left, so it may be tried again', async () => {
      await new Promise((resolve) => mute.close(resolve));
      const closed = createTelegram({ token, texts: telegramTexts, apiRoot });
      expect(await closed.send(...toTelegram('501', hola))).toEqual({
        outcome: 'retry',
        reason: 'not reached: ECONNREFUSED',
      });
      await closed.stop();
    });

    test('silence after the request: unconfirmed', async () => {
      const patient = createTelegram({ token, texts: telegramTexts, apiRoot, timing: { silenceMs: 20 } });
      expect(await patient.send(...toTelegram('501', hola))).toEqual({
        outcome: 'unconfirmed',
        reason: 'no answer: SILENCE',
      });
      await patient.stop();
    });
  });
});

describe('a reply of several messages', () => {
  const long: Reply = { text: `${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}` };

  /** The first message gets through, the second is put off. */
  async function sendWithFault(fault: { code: number; retryAfter?: number }) {
    const sending = telegram.send(...toTelegram('501', long));
    await ana.next();
    api.failNext('sendMessage', fault);
    return sending;
  }

  test('goes on where it was put off, after as long as Telegram asked', async () => {
    const sending = sendWithFault({ code: 429, retryAfter: 5 });
    const pause = await pauses.next();
    expect(pause.ms).toBe(5000);
    pause.end();
    expect(await sending).toEqual({ outcome: 'sent', ref: '1,2' });
    expect(ana.messages().map(({ text }) => text.charAt(0))).toEqual(['a', 'b']);
  });

  test('past its patience it is unconfirmed: a retry would repeat the first message', async () => {
    expect(await sendWithFault({ code: 429, retryAfter: 61 })).toMatchObject({
      outcome: 'unconfirmed',
      reason: expect.stringContaining('message 2 of 2: 429'),
    });
    expect(ana.messages()).toHaveLength(1);
  });

  test('what is final for the second message is final', async () => {
    expect(await sendWithFault({ code: 403 })).toMatchObject({ outcome: 'unreachable' });
    expect(await sendWithFault({ code: 401 })).toMatchObject({ outcome: 'unconfirmed' });
  });

  test('stopping ends the wait', async () => {
    const sending = sendWithFault({ code: 500 });
    await pauses.next();
    api.failNext('sendMessage', { code: 500 });
    await telegram.stop();
    expect(await sending).toMatchObject({ outcome: 'unconfirmed' });
  });
});
