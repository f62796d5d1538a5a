/** Whatever anybody sends, from any state: an answer comes, MENÚ leads out, and nothing that was written is kept. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Content } from '../../src/conversation/inbound.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { contentOf, moves, sentinels } from '../testkit/random-chat.ts';
import { describeStores } from '../testkit/stores.ts';
import { callAssembly, LORETO } from '../testkit/town.ts';
import { dump, openTown } from '../testkit/town-bot.ts';
import { localizer } from '../world.ts';

const in_ = (key: string) => localizer.languages.map((language) => localizer.text(language, { key }));
const notices = in_('privacy:short');
const deleted = in_('privacy:deleted');
const menus = in_('menu:ask');
const holds = (text: string, some: readonly string[]) => some.some((one) => text.includes(one));

/** What must be true of every answer. */
function check({ text, choices = [] }: Reply): void {
  expect(text.trim()).not.toBe('');
  expect(text).not.toMatch(/undefined|\[object|NaN|\{\{|\$t\(|\0/);
  expect(choices.length).toBeLessThanOrEqual(9);
  const turn = choices[0]?.id.split(':')[0];
  expect(choices.map(({ id }) => id)).toEqual(choices.map((_, at) => `${turn}:${at}`));
  for (const { label } of choices) expect(label.trim()).not.toBe('');
}

const odd: readonly [string, string][] = [
  ['64 KB', 'clínica '.repeat(8192)],
  ['64 KB without a space', 'a'.repeat(65_536)],
  ['control characters', 'umf\u0000 lor\u0007eto\u001b[31m'],
  ['half a character', 'umf \ud800 loreto \udc00'],
  ['right to left', '\u202eoterol fmu\u202c مرحبا'],
  ['zero width', 'u\u200bm\u200df \ufeffloreto'],
  ['nothing but emoji', '😀🏥🇲🇽👨‍👩‍👧'],
  ['nothing', ''],
  ['i18next', '{{operator}} {{x}} $t(menu:ask) $t(privacy:short)'],
  ['SQL', '\'; drop table people; -- " ` \\'],
  ['a template', '\u0024{process.env.DATA_KEY} <script>alert(1)</script> %s %n'],
  ['combining marks', `umf ${'e\u0301'.repeat(500)}`],
];

describeStores('any message', (open) => {
  it.each(odd)('answers %s, in every kind of state, and does not say it back', async (_, text) => {
    const store = await open();
    const town = await openTown(store);
    await callAssembly(store);
    const ways = [
      'hola',
      'umf loreto',
      'umf',
      'seguir una clínica',
      'mi clínica no está',
      'borrar mis datos',
      'programa',
    ];
    await town.send('ana', text);
    for (const way of ways) {
      await town.send('ana', 'menú');
      await town.send('ana', way);
      const { answers } = await town.send('ana', text);
      expect(answers).toHaveLength(1);
      for (const { reply } of answers) {
        check(reply);
        if (text.length > 4) expect(reply.text).not.toContain(text.slice(0, 40));
      }
    }
    expect(holds((await town.send('ana', 'menú')).answers[0]?.reply.text ?? '', menus)).toBe(true);
    await town.close();
  });

  it('answers any chat, leads out by MENÚ, shows the notice of privacy first and once, keeps no text', async () => {
    const store = await open();
    const town = await openTown(store);
    await callAssembly(store, { agenda: 'obras', calledBy: 'la Secretaría' });
    let person = 0;
    await fc.assert(
      fc.asyncProperty(moves, async (taken) => {
        const name = `p${++person}`;
        let last: Reply | undefined;
        let informed = false;
        const send = async (content: Content | string) => {
          const { answers } = await town.send(name, content);
          expect(answers).toHaveLength(1);
          for (const { reply } of answers) {
            check(reply);
            expect(holds(reply.text, notices)).toBe(!informed);
            informed = !holds(reply.text, deleted);
            last = reply;
          }
        };
        for (const move of taken) await send(contentOf(move, last));
        await send('menú');
        expect(holds(last?.text ?? '', menus)).toBe(true);
      }),
      { numRuns: store.dialect === 'sqlite' ? 60 : 15, seed: 7 },
    );
    await town.close();
  });

  it('keeps nothing that a person wrote or where they were, but the report that a clinic is missing', async () => {
    const store = await open();
    const town = await openTown(store);
    await callAssembly(store);
    const [one = '', two = '', three = ''] = sentinels;
    const said: (Content | string)[] = [
      `umf ${one}`,
      'mi clínica',
      `${two} umf tijuana`,
      `asamblea de la clínica ${two}`,
      'menú',
      'quiero seguir otra clínica',
      `umf ${one} de loreto`,
      '1',
      `sí voy a la ${two} con mi esposo`,
      'menú',
      '2',
      { type: 'location', lat: 20.0123, lng: -100.0456 },
      'mi clínica no está',
      `Centro ${three}`,
      { type: 'contact', phone: '+525598765432' },
      'menú',
      one,
      two,
    ]; // prettier-ignore
    for (const content of said) {
      await town.send('ana', content);
      const kept = await dump(store, ['reports', 'clinics']);
      const found = [one, two, three, '20.0123', '100.0456', '98765432'].filter((word) => kept.includes(word));
      expect(found, JSON.stringify(content)).toEqual([]);
    }
    expect((await dump(store)).includes(`Centro ${three}`)).toBe(true);
    await town.close();
  });

  it('does not keep a CURP or a card number, also where any text is taken', async () => {
    const store = await open();
    const town = await openTown(store);
    await town.send('ana', 'mi clínica no está');
    const { answers } = await town.send('ana', 'mi curp es GOMC600101HDFRRL09');
    expect((await dump(store)).includes('GOMC600101HDFRRL09')).toBe(false);
    expect(answers[0]?.reply.text).toContain(localizer.text('es-MX', { key: 'conversation:personalData' }));
    await town.close();
  });
});

describeStores('the first message', (open) => {
  it.each([
    'sí voy a la umf loreto',
    'mi clínica es la umf loreto',
    'umf loreto',
    'seguir a la umf loreto',
  ])('«%s» stores neither home clinic nor answer before the notice of privacy was shown', async (text) => {
    const store = await open();
    const town = await openTown(store);
    await callAssembly(store);
    await town.send('ana', text);
    const rows = await store.run(async ({ db, tables: { people, rsvps, follows } }) => ({
      homes: (await db.select().from(people)).map(({ homeClinicId }) => homeClinicId),
      rest: [...(await db.select().from(rsvps)), ...(await db.select().from(follows))],
    }));
    expect(rows).toEqual({ homes: [null], rest: [] });
    await town.send('ana', 'sí');
    await town.close();
  });

  it('that asks to follow a clinic is not forgotten when the clinic is chosen in the second', async () => {
    const store = await open();
    const town = await openTown(store);
    await town.send('ana', 'quiero seguir otra clínica');
    await town.send('ana', 'umf loreto baja california sur');
    const followed = await store.run(({ db, tables: { follows } }) => db.select().from(follows));
    expect(followed.map(({ clinicId }) => clinicId)).toEqual([LORETO]);
    await town.close();
  });
});
