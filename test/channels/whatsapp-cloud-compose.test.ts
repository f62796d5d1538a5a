/** Composing for WhatsApp: for any reply, every limit is kept and no word or choice is lost. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyOf } from '../../src/channels/whatsapp-cloud/body.ts';
import { compose, type Part } from '../../src/channels/whatsapp-cloud/compose.ts';
import type { Reply, ReplyChoice } from '../../src/conversation/reply.ts';
import { whatsappCloudTexts } from '../../src/open-channels.ts';
import { checkMessage } from '../testkit/cloud-api/limits.ts';
import { asShown } from '../testkit/cloud-api/shown.ts';
import { localizer } from '../world.ts';

const texts = whatsappCloudTexts(localizer)('es-MX');

const signs = fc.oneof(
  fc.constantFrom('a', 'ñ', 'Á', ' ', '\n', '\n\n', '*', '_', '~', '`', '>', '> ', '…', '1', '. ', '\u0000', '\uD83D'),
  fc.constantFrom(
    '👨‍👩‍👧‍👦',
    '🇲🇽',
    'e\u0301',
    '\u200B',
    '\u200F',
    '\u2066',
    'شكرا',
    'palabra',
    'Centro de Salud ',
    '\uFEFF',
    '\t',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
);
const words = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: signs, maxLength: 200 }) },
  { weight: 2, arbitrary: fc.string({ unit: signs, maxLength: 6000 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: signs, minLength: 1, maxLength: 9 }).map((text) => text.repeat(65536 / text.length)),
  },
);
const label = fc.oneof(
  fc.string({ unit: signs, maxLength: 22 }),
  fc.string({ unit: signs, maxLength: 90 }),
  fc.constantFrom('Sí', 'No', 'Centro de Salud Rural de Santa Rosalía', 'x'.repeat(5000)),
);
const choices = fc
  .array(fc.record({ label, hint: fc.option(label, { nil: undefined }) }), { maxLength: 13 })
  .map((all): ReplyChoice[] =>
    all.map(({ label, hint }, index) => ({ id: `123:${index}`, label, ...(hint === undefined ? {} : { hint }) })),
  );
const attachment = (mime: string) => fc.constant({ name: 'archivo', mime, data: 'UE5H' });
const maybe = <T>(what: fc.Arbitrary<T>) => fc.option(what, { nil: undefined, freq: 2 });
const replies: fc.Arbitrary<Reply> = fc.record({
  text: words,
  choices,
  expects: fc.constantFrom('choice', 'text', 'location', 'contact', undefined),
  location: maybe(fc.constant({ lat: 19.5, lng: -96.9, title: '\u200B', address: 'Hidalgo\n3' })),
  image: maybe(attachment('image/png')),
  document: maybe(attachment('text/calendar')),
});

const TWINS: Readonly<Record<string, string>> = { '∗': '*', ˍ: '_', '∼': '~', ˋ: '`', '›': '>' };

/** What a person sees of a text, whatever white space and invisible signs lie between. */
const seen = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(/[∗ˍ∼ˋ›]/g, (twin) => TWINS[twin] ?? twin)
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S}]/gu, '');

function composed(reply: Reply): Part[] {
  const parts = compose(reply);
  if (!('problem' in parts)) return parts;
  const isEmpty =
    seen(reply.text) === '' && !reply.choices?.length && !reply.image && !reply.document && !reply.location;
  expect(isEmpty).toBe(true);
  return [];
}

const wordsOf = (parts: readonly Part[]) =>
  parts.flatMap((part) => ('text' in part ? [part.text] : part.kind === 'file' ? [part.caption ?? ''] : []));

/** Everything that a person can read of the choices. */
const offered = (part: Part | undefined) =>
  part?.kind === 'buttons' ? part.buttons : part?.kind === 'list' ? part.rows : [];

test('fault 18: every message is within the documented limits', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      for (const part of composed(reply)) {
        const ids = new Map(
          [part.kind === 'file' ? part.file : part.kind === 'buttons' ? part.header : undefined].flatMap((file) =>
            file ? [[file, '1'] as const] : [],
          ),
        );
        const about = { messaging_product: 'whatsapp', recipient_type: 'individual', to: '5215512345678' };
        const body: unknown = JSON.parse(JSON.stringify({ ...about, ...bodyOf(part, texts, ids) }));
        expect(checkMessage(body)).toHaveProperty('message');
      }
    }),
    { numRuns: 300 },
  );
});

test('fault 18: every word is shown, in order, and none of its signs is read as markup', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      const parts = composed(reply);
      const all = wordsOf(parts).join('\n');
      expect(seen(all).startsWith(seen(reply.text))).toBe(true);
      for (const text of wordsOf(parts)) expect(asShown(text)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('fault 18: every choice is there: to tap, by its own id and title, or to type, by its number; label and hint whole', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      const parts = composed(reply);
      const taps = offered(parts.at(-1));
      const read = seen(wordsOf(parts).join('\n'));
      const all = reply.choices ?? [];
      if (taps.length > 0) expect(taps.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
      expect(new Set(taps.map(({ title }) => title)).size).toBe(taps.length);
      all.forEach(({ label, hint = '' }, index) => {
        const { title = '', description = '' } = taps[index] ?? {};
        const near = seen(`${title} ${description}`);
        if (taps.length === 0) expect(read).toContain(seen(`${index + 1}. ${label}`));
        else expect(near).toContain(seen(label));
        expect(near.includes(seen(hint)) || read.includes(seen(hint))).toBe(true);
      });
    }),
    { numRuns: 300 },
  );
});

test('one message, wherever text and choices fit one', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n'), minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(short, fc.array(fc.stringMatching(/^[a-z ]{1,60}$/), { maxLength: 10 }), (text, labels) => {
      fc.pre(text.trim() !== '');
      const parts = composed({ text, choices: labels.map((label, index) => ({ id: `1:${index}`, label })) });
      expect(parts).toHaveLength(1);
    }),
  );
});
