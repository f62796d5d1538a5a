/** The papers that the chat hands over, read back; and a secretary whose role ends in the middle. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadAssemblies } from '../testkit/assemblies.ts';
import { makeInvitation } from '../testkit/invitations.ts';
import { pdfText } from '../testkit/pdf-text.ts';
import { openWorld } from '../world.ts';

const BEFORE = Date.parse('2027-02-10T16:00:00Z');
const AFTER = Date.parse('2027-02-20T21:00:00Z');

let world: Awaited<ReturnType<typeof openWorld>>;

beforeEach(async () => {
  world = await openWorld({ now: BEFORE });
  await loadAssemblies(world, 'clues,date,time,place\nBSIST000113,2027-02-20,11:00,Patio de la clínica\n');
  await say('sara', await makeInvitation(world, 'secretary BSIST000113'));
  for (const text of ['umf loreto baja california sur', 'sí', '2']) await say('elena', text);
});
afterEach(() => world.close());

async function say(who: string, text: string) {
  const { answers } = await world.send(who, text);
  const reply = answers.at(-1)?.reply;
  if (!reply) throw new Error('No answer.');
  return reply;
}

async function paper(who: string, text: string) {
  const { document } = await say(who, text);
  expect(document).toMatchObject({ mime: 'application/pdf' });
  return { name: document?.name, text: pdfText(Buffer.from(document?.data ?? '', 'base64')).pages.join('\n') };
}

it('the sheet has the code that elena was given; the draft has what was typed, in the language of who asks', async () => {
  await say('sara', 'acta');
  const [own] = await world.store.run(({ db, tables }) => db.select().from(tables.rsvps));
  const sheet = await paper('sara', '1');
  expect(sheet.name).toBe('asistencia-BSIST000113-2027-02-20.pdf');
  expect(sheet.text).toContain(`☐ ${own?.checkInCode} (3)`);

  await world.at(AFTER);
  const typed = ['acta', '2', 'Pintar la sala\nde espera', 'Comprar dos camillas', 'ya es todo'];
  const elected = ['1', '1', 'sí', 'Ximena Ñúñez', 'después', '2', '2', 'no', 'después', 'listo'];
  for (const text of [...typed, '3', '1', 'sí', ...elected]) await say('sara', text);
  const draft = await paper('sara', '1');
  expect(draft.name).toBe('acta-BSIST000113-2027-02-20.pdf');
  for (const line of [
    '1. Pintar la sala',
    '2. Comprar dos camillas',
    'Presidencia',
    'Ximena Ñúñez',
    'Tesorería',
    'Se ratificó',
    '3',
  ]) {
    expect(draft.text).toContain(line);
  }
  await say('sara', 'english');
  await say('sara', 'minutes');
  const english = await paper('sara', '1');
  expect(english.name).toBe('minutes-BSIST000113-2027-02-20.pdf');
  expect(english.text).toContain('Working draft. Not an official form.');
});

it('nothing is taken down that is too long, or after the role has ended', async () => {
  await world.at(AFTER);
  await say('sara', 'acta');
  await say('sara', '2');
  expect((await say('sara', 'x'.repeat(5000))).text).toContain('Es muy largo y no lo anoté.');
  await world.store.run(({ db, tables }) => db.update(tables.roles).set({ endsAt: AFTER }));
  expect((await say('sara', 'Pintar la sala')).text).toContain('Usted no tiene ese cargo en esta clínica.');
  expect(await world.store.run(({ db, tables }) => db.select().from(tables.agreements))).toEqual([]);
});
