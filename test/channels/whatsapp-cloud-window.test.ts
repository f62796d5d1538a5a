/** WhatsApp's window of 24 hours: when a notice goes as its template. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outgoing } from '../../src/channels/channel.ts';
import { registeredTemplates } from '../../src/delivery/template.ts';
import { type Bench, openBench } from '../testkit/cloud-api/bench.ts';
import { checkMessage } from '../testkit/cloud-api/limits.ts';
import type { Phone } from '../testkit/cloud-api/phone.ts';
import { localizer } from '../world.ts';

const HOUR_MS = 3_600_000;
const values = { clinic: 'UMF *Loreto*', when: 'el sábado 20 a las 11:00', where: 'Loreto', place: '' };
const template = { name: 'asamblea_moved_v1', language: 'es_MX', values };
const reply = { text: 'La asamblea cambió de fecha.' };
let bench: Bench;
let ana: Phone;

beforeEach(async () => {
  bench = await openBench();
  ana = bench.api.phone({ bsuid: 'MX.1001' });
});

afterEach(() => bench.close());

const sent = async (more: Partial<Outgoing>) => {
  const result = await bench.send(ana, reply, more);
  return result.outcome === 'sent' ? ana.messages().at(-1)?.body.type : result.outcome;
};

test('a notice to who was silent goes as its template, with named gaps', async () => {
  ana.closeWindow();
  expect(await sent({ notice: true, silentMs: 23.5 * HOUR_MS, template })).toBe('template');
  expect(ana.messages()[0]?.body).toMatchObject({
    recipient: 'MX.1001',
    biz_opaque_callback_data: 'key-of-the-message-0001',
    template: {
      name: 'asamblea_moved_v1',
      language: { code: 'es_MX' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', parameter_name: 'clinic', text: 'UMF ∗Loreto∗' },
            { type: 'text', parameter_name: 'when', text: 'el sábado 20 a las 11:00' },
            { type: 'text', parameter_name: 'where', text: 'Loreto' },
            { type: 'text', parameter_name: 'place', text: '—' },
          ],
        },
      ],
    },
  });
});

test('without a template it cannot be sent, and nothing is tried', async () => {
  expect(await sent({ notice: true, silentMs: 23.5 * HOUR_MS })).toBe('needs-template');
  expect(bench.api.requests).toEqual([]);
});

test('inside the window a notice is words, and an answer always is', async () => {
  expect(await sent({ notice: true, silentMs: 23.4 * HOUR_MS, template })).toBe('text');
  expect(await sent({ notice: false, silentMs: 48 * HOUR_MS, template })).toBe('text');
});

test('where Meta counts the hours otherwise, the template goes at once; an answer has none', async () => {
  ana.closeWindow();
  expect(await sent({ notice: true, silentMs: 0, template })).toBe('template');
  expect(await sent({ notice: true, silentMs: 0 })).toBe('needs-template');
  expect(await sent({ notice: false, silentMs: 0, template })).toBe('needs-template');
});

test('a template that is refused too is refused', async () => {
  ana.closeWindow();
  bench.api.failNext('messages', 132015);
  expect(await bench.send(ana, reply, { notice: true, silentMs: 48 * HOUR_MS, template })).toMatchObject({
    outcome: 'rejected',
    reason: '132015, the template is paused for its quality',
  });
});

test('a value that is far too long is cut, so that the template stays within its 1 024', async () => {
  const long = { ...values, place: 'Casa de la Cultura '.repeat(100) };
  expect(await sent({ notice: true, silentMs: 48 * HOUR_MS, template: { ...template, values: long } })).toBe(
    'template',
  );
  expect(JSON.stringify(bench.api.requests[0])).toMatch(/[a-zC]…"/);
});

test('every template of the program can be sent', async () => {
  for (const { name, language, examples } of registeredTemplates(localizer)) {
    const asTemplate = { name, language, values: examples };
    expect(await sent({ notice: true, silentMs: 48 * HOUR_MS, template: asTemplate })).toBe('template');
    expect(checkMessage(bench.api.requests.at(-1))).toHaveProperty('message');
  }
});
