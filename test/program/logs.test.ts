/** What the program prints names nobody and repeats nothing, at the most talkative level too. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { endAll, post, spawnProgram, townDatabase } from '../testkit/program.ts';
import { callAssembly } from '../testkit/town.ts';

const NAME = 'zarzaparrillo';
const TEXT = 'ornitorrinco';
const NUMBER = '5598765432';
const ID = 'quetzal-77';
let town: Awaited<ReturnType<typeof townDatabase>>;

beforeEach(async () => {
  town = await townDatabase((store) => callAssembly(store, { date: '2099-02-21' }));
});

afterEach(() => {
  endAll();
  town.remove();
});

it('never prints a name, a text, a number or an identifier, also when a turn fails', async () => {
  const program = spawnProgram({ ...town.env, LOG_LEVEL: 'trace' });
  const url = await program.url;
  const said: object[] = [
    { text: TEXT },
    { text: 'mi clínica no está' },
    { text: `${TEXT} ${NUMBER}` },
    { contact: { phone: NUMBER } },
    { document: { name: `${TEXT}.pdf`, mime: 'application/pdf', base64: 'AAAA' } },
    { start: TEXT },
    { choice: TEXT },
    { text: 'umf loreto' },
    { text: 'sí voy con mi esposo' },
    { text: 'BAJA' },
  ];
  for (const content of said)
    expect((await post(url, { from: NAME, id: `${ID}-${JSON.stringify(content)}`, ...content })).status).toBe(200);
  expect((await post(url, `{"from": "${NAME}", "text": "${TEXT}"`)).status).toBe(400);
  // A conversation that no code can read: the turn throws, and so does the apology's part that reads it.
  await town.look((store) =>
    store.run(({ db, tables }) =>
      db
        .update(tables.conversations)
        .set({ state: { flow: 'clinic', version: 1, value: 'choosing', context: { clinics: TEXT } } }),
    ),
  );
  await post(url, { from: NAME, id: ID, text: `${TEXT} ${NUMBER}` });
  expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
  const printed = program.output();
  expect(printed).toContain('a turn failed');
  for (const secret of [NAME, TEXT, NUMBER, ID]) expect(printed).not.toContain(secret);
});
