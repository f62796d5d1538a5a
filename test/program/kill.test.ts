/** Killed at any moment, the program has lost nothing that it answered and does nothing twice. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { endAll, post, received, type ShownReply, spawnProgram, townDatabase } from '../testkit/program.ts';
import { callAssembly } from '../testkit/town.ts';
import { localizer } from '../world.ts';

let town: Awaited<ReturnType<typeof townDatabase>>;

beforeEach(async () => {
  town = await townDatabase((store) => callAssembly(store, { date: '2099-02-21' }));
});

afterEach(() => {
  endAll();
  town.remove();
});

it('fault 25: keeps a conversation and an answer whose receipt had just been given', async () => {
  const first = spawnProgram(town.env);
  const url = await first.url;
  await post(url, { from: 'ana', text: 'umf loreto' });
  const { replies } = await post(url, { from: 'ana', id: 'yes', text: 'sí voy' });
  await first.end('SIGKILL');

  const second = spawnProgram(town.env);
  const again = await second.url;
  expect((await post(again, { from: 'ana', id: 'yes', text: 'sí voy' })).replies).toEqual(replies);
  expect((await received(again, 'ana')).at(-1)).toEqual(replies[0]);
  expect((await post(again, { from: 'ana', text: '3' })).replies[0]?.text).toContain(
    localizer.text('es-MX', { key: 'assembly:yourAnswer.yesWith', values: { count: 3 } }),
  );
  await second.end('SIGTERM');
});

it('fault 2: loses and doubles nothing when it is killed again and again while 200 people write', async () => {
  const scripts = ['umf loreto', 'sí', '2', 'no voy'];
  const people = Array.from({ length: 200 }, (_, at) => ({ name: `p${at}`, step: 0, answers: [] as ShownReply[][] }));
  let answered = 0;
  for (const killAfter of [70, 350, Number.POSITIVE_INFINITY]) {
    const program = spawnProgram(town.env);
    const url = await program.url;
    await Promise.all(
      people.map(async (person) => {
        for (let text = scripts[person.step]; text !== undefined; text = scripts[person.step]) {
          const body = { from: person.name, id: `m${person.step}`, text };
          const reply = await post(url, body).catch(() => undefined);
          if (!reply) return;
          expect(reply.status).toBe(200);
          person.answers.push(reply.replies);
          person.step += 1;
          answered += 1;
          if (answered === killAfter) void program.end('SIGKILL');
        }
      }),
    );
    if (killAfter === Number.POSITIVE_INFINITY) {
      for (const { name, answers } of people) expect(await received(url, name)).toEqual(answers.flat());
    }
    await program.end('SIGTERM');
  }
  const stored = await town.look((store) =>
    store.run(async ({ db, tables }) => ({
      people: await db.select().from(tables.people),
      inbox: await db.select().from(tables.inbox),
      outbox: await db.select().from(tables.outbox),
      rsvps: await db.select().from(tables.rsvps),
    })),
  );
  expect(stored.people).toHaveLength(200);
  expect(stored.inbox).toHaveLength(800);
  expect(stored.inbox.filter(({ failed }) => failed)).toEqual([]);
  expect(stored.outbox).toHaveLength(800);
  expect(stored.rsvps.map(({ answer }) => answer)).toEqual(Array(200).fill('no'));
});
